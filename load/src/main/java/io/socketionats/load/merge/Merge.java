package io.socketionats.load.merge;

import io.socketionats.conformance.UsageException;
import io.socketionats.load.result.Case;
import io.socketionats.load.result.InjectorIdentity;
import io.socketionats.load.result.Measurement;
import io.socketionats.load.result.MeasurementFolder;
import io.socketionats.load.result.RunOrigin;
import io.socketionats.load.result.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Merges the measurements that several injectors wrote in the same run. Counters are added;
 * histograms are added where all their latencies were taken on one clock, and left out elsewhere.
 */
public final class Merge {
  /** One injector's folder and what is in it. */
  record Part(MeasurementFolder folder, Measurement measurement) {
    /** Whether its histograms may be added to others. */
    boolean oneClock() {
      return measurement.injectors().stream().allMatch(InjectorIdentity::oneClock);
    }

    int index() {
      return measurement.injectors().get(0).index();
    }
  }

  private final List<Part> parts;
  private final MeasurementFolder out;

  private Merge(List<Part> parts, MeasurementFolder out) {
    this.parts = parts;
    this.out = out;
  }

  /**
   * Reads the folders and writes the merged one.
   *
   * @throws UsageException when they are not the complete parts of one run; nothing is written then
   */
  public static Measurement of(List<Path> folders, Path out) {
    List<Part> parts = new ArrayList<>();
    for (Path path : folders) {
      MeasurementFolder folder = new MeasurementFolder(path);
      Measurement measurement = folder.read();
      if (measurement.injectors().isEmpty()) {
        throw new UsageException("'%s' does not say which injector wrote it".formatted(path));
      }
      parts.add(new Part(folder, measurement));
    }
    parts.sort(Comparator.comparing(Part::index));
    complete(parts);
    alike(parts);
    Merge merge = new Merge(parts, new MeasurementFolder(out));
    Measurement merged = merge.measurement();
    merge.out.write(merged);
    return merged;
  }

  /** Every injector must be there once: with some missing, deliveries would count as lost. */
  private static void complete(List<Part> parts) {
    TreeSet<Integer> indices = new TreeSet<>();
    int count = parts.get(0).measurement().injectors().get(0).count();
    for (Part part : parts) {
      for (InjectorIdentity injector : part.measurement().injectors()) {
        if (injector.count() != count) {
          throw new UsageException(
              "'%s' is of a run with %d injectors, '%s' of one with %d"
                  .formatted(
                      parts.get(0).folder().path(), count, part.folder().path(), injector.count()));
        }
        if (!indices.add(injector.index())) {
          throw new UsageException(
              "injector %d is there twice, the second time in '%s'"
                  .formatted(injector.index(), part.folder().path()));
        }
      }
    }
    for (int index = 0; index < count; index++) {
      if (!indices.contains(index)) {
        throw new UsageException(
            "injector %d of %d is missing: name the folders of all".formatted(index, count));
      }
    }
  }

  private static void alike(List<Part> parts) {
    Measurement first = parts.get(0).measurement();
    for (Part part : parts) {
      Measurement other = part.measurement();
      if (!other.slo().equals(first.slo())
          || !other.origin().git().equals(first.origin().git())
          || !ids(other).equals(ids(first))) {
        throw new UsageException(
            "'%s' and '%s' are not parts of one run: objective %s and %s, commit '%s' and '%s', cases %s and %s"
                .formatted(
                    parts.get(0).folder().path(),
                    part.folder().path(),
                    first.slo(),
                    other.slo(),
                    first.origin().git(),
                    other.origin().git(),
                    ids(first),
                    ids(other)));
      }
    }
  }

  private static List<String> ids(Measurement measurement) {
    return measurement.cases().stream().map(Case::id).toList();
  }

  private Measurement measurement() {
    Measurement first = parts.get(0).measurement();
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < first.cases().size(); i++) {
      int index = i;
      cases.add(merged(parts.stream().map(p -> p.measurement().cases().get(index)).toList()));
    }
    return new Measurement(
        first.schema(),
        new RunOrigin(
            first.origin().name(),
            parts.stream()
                .map(p -> p.measurement().origin().started())
                .sorted()
                .findFirst()
                .orElseThrow(),
            parts.stream()
                .map(p -> p.measurement().origin().command())
                .distinct()
                .collect(Collectors.joining(" & ")),
            first.origin().git()),
        first.machine(),
        first.slo(),
        parts.stream().flatMap(p -> p.measurement().injectors().stream()).toList(),
        cases);
  }

  private Case merged(List<Case> same) {
    Case first = same.get(0);
    MergedLevels levels = new MergedLevels(parts, same, out);
    return new Case(
        first.id(),
        first.cluster(),
        workload(same),
        levels.levels(),
        levels.maximum().orElse(null),
        same.stream().map(Case::connections).filter(c -> c != null).findFirst().orElse(null));
  }

  /** Connections add up; rooms have members of all injectors. */
  private static Workload workload(List<Case> same) {
    Workload first = same.get(0).workload();
    return new Workload(
        first.name(),
        same.stream().mapToInt(each -> each.workload().connections()).sum(),
        same.stream().mapToInt(each -> each.workload().rooms()).max().orElse(0),
        first.roomSize(),
        first.payloadBytes(),
        first.pollingShare());
  }
}
