package io.socketionats.conformance.launch.node;

import io.socketionats.conformance.dialect.WireDialect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A kind of node, as its descriptor file says.
 *
 * @param id its name in reports and on the command line
 * @param language {@code java}, {@code javascript}, …
 * @param dialect what it speaks on the broker
 * @param generation Socket.IO generation of its server: 1, 2, 4; 0 where the server is no Socket.IO
 *     release
 * @param command how to start a node; {@code ${java}}, {@code ${node}}, {@code ${classpath}},
 *     {@code ${root}} are replaced
 * @param environment further variables for the process
 * @param deviations requirements that it is known to fail, each with the reason
 * @param engines versions of Engine.IO that it serves, in ascending order; empty = it does not say,
 *     and is not judged by them
 */
public record Implementation(
    String id,
    String language,
    WireDialect dialect,
    int generation,
    List<String> command,
    Map<String, String> environment,
    List<Deviation> deviations,
    List<Integer> engines) {

  /** One that does not say which versions of Engine.IO it serves. */
  public Implementation(
      String id,
      String language,
      WireDialect dialect,
      int generation,
      List<String> command,
      Map<String, String> environment,
      List<Deviation> deviations) {
    this(id, language, dialect, generation, command, environment, deviations, List.of());
  }

  public Implementation {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(dialect, "dialect");
    if (!isId(id)) {
      throw new IllegalArgumentException(
          "id must be lower-case letters, digits and hyphens, got '%s'".formatted(id));
    }
    if (command == null || command.isEmpty()) {
      throw new IllegalArgumentException("command of '%s' must not be empty".formatted(id));
    }
    command = List.copyOf(command);
    environment = environment == null ? Map.of() : Map.copyOf(environment);
    deviations = deviations == null ? List.of() : List.copyOf(deviations);
    engines = List.copyOf(engines);
  }

  /** Whether a text can be the id of an implementation. */
  static boolean isId(String text) {
    return text.matches("[a-z0-9][a-z0-9-]*");
  }

  /** In which part an implementation is known to fail a requirement. */
  public enum Part {
    EMITTER,
    RECEIVER,
    BOTH,
    /** Only among its own nodes. */
    SELF;

    /** As files write it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A requirement that the implementation is known to fail; it must fail, or the run does.
   *
   * @param requirement id in the catalogue
   * @param part as what it fails: emitter, receiver, both, or self (only among its own nodes)
   * @param with id of the implementation on the other side; empty = whichever it is
   * @param reason one sentence for the report
   * @param link where to read more; empty = nowhere
   */
  public record Deviation(
      String requirement, Part part, Optional<String> with, String reason, Optional<String> link) {
    public Deviation {
      Objects.requireNonNull(requirement, "requirement");
      Objects.requireNonNull(part, "part");
      if (reason == null || reason.isBlank()) {
        throw new IllegalArgumentException(
            "the deviation from %s must give a reason".formatted(requirement));
      }
    }

    public Deviation(String requirement, Part part, String reason) {
      this(requirement, part, Optional.empty(), reason, Optional.empty());
    }

    /** What the report says: the reason, and the link after it. */
    public String sentence() {
      return link.map(address -> "%s (%s)".formatted(reason, address)).orElse(reason);
    }

    /** Whether it covers a pair of implementations. */
    public boolean covers(String owner, String emitter, String receiver) {
      boolean emits = owner.equals(emitter) && with.map(receiver::equals).orElse(true);
      boolean receives = owner.equals(receiver) && with.map(emitter::equals).orElse(true);
      return switch (part) {
        case EMITTER -> emits;
        case RECEIVER -> receives;
        case BOTH -> emits || receives;
        case SELF -> owner.equals(emitter) && owner.equals(receiver);
      };
    }
  }

  /** The declared deviation that covers a requirement and a pair, if there is one. */
  public static Optional<Deviation> deviation(
      String requirement, Implementation emitter, Implementation receiver) {
    return Stream.of(emitter, receiver)
        .flatMap(
            owner ->
                owner.deviations().stream()
                    .filter(one -> one.covers(owner.id(), emitter.id(), receiver.id())))
        .filter(one -> one.requirement().equals(requirement))
        .findFirst();
  }

  /** Whether it is declared to fail a requirement in this part, whoever the other side is. */
  public boolean isKnownToFail(String requirement, Part part) {
    return deviations.stream()
        .filter(one -> one.requirement().equals(requirement) && one.with().isEmpty())
        .anyMatch(one -> one.part() == part || one.part() == Part.BOTH);
  }

  /** The same implementation with one more known deviation. */
  public Implementation deviating(Deviation deviation) {
    List<Deviation> more = new ArrayList<>(deviations);
    more.add(deviation);
    return new Implementation(
        id, language, dialect, generation, command, environment, more, engines);
  }

  /** The same implementation with one more environment variable. */
  public Implementation with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new Implementation(
        id, language, dialect, generation, command, more, deviations, engines);
  }

  /** The same implementation under another name, without known deviations. */
  public Implementation named(String other) {
    return new Implementation(
        other, language, dialect, generation, command, environment, List.of(), engines);
  }

  /**
   * The variables of one of its nodes, as the control contract names them.
   *
   * @param name of the node, unique in the run
   * @param configuration what the cluster adds, the same for all nodes
   */
  public Map<String, String> environmentOf(String name, Map<String, String> configuration) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(configuration);
    all.put("IMPLEMENTATION", id);
    all.put("DIALECT", dialect.id());
    all.put("NODE_NAME", name);
    return all;
  }

  public List<String> commandIn(Map<String, String> places) {
    return command.stream().map(word -> replace(word, places)).toList();
  }

  private static String replace(String word, Map<String, String> places) {
    String result = word;
    for (Map.Entry<String, String> place : places.entrySet()) {
      result = result.replace("${" + place.getKey() + "}", place.getValue());
    }
    return result;
  }
}
