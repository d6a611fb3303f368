package io.socketionats.conformance.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.StrictObject;
import io.socketionats.conformance.UsageException;
import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.verdict.Cell;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import io.socketionats.conformance.launch.node.Implementation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The file of {@code --known}: requirements that implementations are known to fail, kept beside the
 * implementation and not in the harness. An entry has to match something, and that has to fail.
 */
final class KnownDeviations {
  private final List<KnownEntry> entries;
  private final List<KnownEntry> matching = new ArrayList<>();

  /** An emitter and a receiver. */
  private record Cell(Implementation emitter, Implementation receiver) {}

  private KnownDeviations(List<KnownEntry> entries) {
    this.entries = entries;
  }

  static KnownDeviations none() {
    return new KnownDeviations(List.of());
  }

  /**
   * @throws UsageException when the file cannot be read or breaks a rule
   */
  static KnownDeviations read(Path file) {
    String subject = "--known '%s'".formatted(file);
    JsonNode root = StrictObject.parse(subject, file);
    if (!root.isArray()) {
      throw new UsageException(
          "%s must be a list of entries; got %s".formatted(subject, Json.shortened(root)));
    }
    List<KnownEntry> entries = new ArrayList<>();
    for (int i = 0; i < root.size(); i++) {
      entries.add(KnownEntry.of(subject, "[%d]".formatted(i), root.get(i)));
    }
    return new KnownDeviations(entries);
  }

  /**
   * The participants with what is declared of them.
   *
   * @param all every implementation that there is
   * @param narrowed whether a user has named the participants: entries about others do not count
   *     then
   * @throws UsageException when an entry can match nothing
   */
  List<Implementation> declaredOn(
      List<Implementation> participants, List<Implementation> all, boolean narrowed) {
    List<Implementation> declared = new ArrayList<>(participants);
    for (KnownEntry entry : entries) {
      requireImplementations(entry, all);
      List<Cell> cells = cells(entry, declared);
      if (cells.isEmpty() && narrowed && !cells(entry, all).isEmpty()) {
        continue;
      }
      requireUse(entry, cells);
      matching.add(entry);
      declared.replaceAll(
          one -> one.id().equals(entry.owner()) ? one.deviating(entry.deviation()) : one);
    }
    return declared;
  }

  private static void requireImplementations(KnownEntry entry, List<Implementation> all) {
    List<String> ids = all.stream().map(Implementation::id).toList();
    List<String> named = new ArrayList<>(List.of(entry.owner()));
    entry.deviation().with().ifPresent(named::add);
    for (String id : named) {
      if (!ids.contains(id)) {
        throw new UsageException(
            "%s names the implementation '%s'; there are %s"
                .formatted(entry.place(), id, String.join(", ", ids)));
      }
    }
  }

  private static void requireUse(KnownEntry entry, List<Cell> cells) {
    if (cells.isEmpty()) {
      throw new UsageException(
          "%s matches nothing: %s is judged for no such pair of this run; take the entry out, or let its implementations take part"
              .formatted(entry.place(), entry.requirement().id()));
    }
    if (cells.stream().allMatch(cell -> isDeclared(entry.requirement(), cell))) {
      throw new UsageException(
          "%s matches nothing: a descriptor or an earlier entry declares the same; take one of them out"
              .formatted(entry.place()));
    }
  }

  private static boolean isDeclared(Requirement requirement, Cell cell) {
    return Implementation.deviation(requirement.id(), cell.emitter(), cell.receiver()).isPresent();
  }

  /** The pairs that an entry covers, of those that its requirement is judged for. */
  private static List<Cell> cells(KnownEntry entry, List<Implementation> implementations) {
    List<Cell> cells = new ArrayList<>();
    for (Implementation emitter : implementations) {
      for (Implementation receiver : implementations) {
        if (entry.covers(emitter, receiver)) {
          cells.add(new Cell(emitter, receiver));
        }
      }
    }
    return cells;
  }

  /**
   * @throws UsageException when an entry is about a requirement that is left out
   */
  void requireJudged(Skipped skipped) {
    for (KnownEntry entry : entries) {
      if (skipped.contains(entry.requirement())) {
        throw new UsageException(
            "%s is about %s, which --skip leaves out; take one of them out"
                .formatted(entry.place(), entry.requirement().id()));
      }
    }
  }

  /**
   * Entries that nothing was judged for, one sentence each: all that they cover is unsupported.
   * Faults are left out, since some runtimes have no means for them.
   */
  List<String> stale(List<Result> results) {
    return matching.stream()
        .filter(entry -> entry.requirement().scope() != Requirement.Scope.FAULT)
        .filter(entry -> isUnsupported(results.stream().filter(entry::covers).toList()))
        .map(
            entry ->
                "%s: %s is unsupported for every pair that the entry covers; take the entry out"
                    .formatted(entry.place(), entry.requirement().id()))
        .toList();
  }

  private static boolean isUnsupported(List<Result> covered) {
    return !covered.isEmpty()
        && covered.stream().allMatch(result -> result.verdict() == Verdict.UNSUPPORTED);
  }
}
