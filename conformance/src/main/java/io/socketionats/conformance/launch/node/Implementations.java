package io.socketionats.conformance.launch.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.UsageException;
import io.socketionats.conformance.dialect.WireDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The descriptor files of a folder: one implementation each, ordered by dialect and id. */
public final class Implementations {
  private Implementations() {}

  /**
   * @throws UnavailableException when a descriptor cannot be read or breaks a rule
   */
  public static List<Implementation> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Implementation> all = new ArrayList<>();
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).sorted().toList()) {
        all.add(read(file));
      }
      all.sort(Comparator.comparing(Implementation::dialect).thenComparing(Implementation::id));
      return all;
    } catch (IOException e) {
      throw new UnavailableException(
          "the implementations in '%s' cannot be read: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private static Implementation read(Path file) throws IOException {
    try {
      return Json.MAPPER.readValue(file.toFile(), Implementation.class);
    } catch (JsonProcessingException e) {
      throw new UnavailableException(
          "the descriptor '%s' is wrong: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  /**
   * Those that were named, in that order; all when none was.
   *
   * @throws UsageException when a name is unknown
   */
  public static List<Implementation> select(List<Implementation> all, List<String> names) {
    if (names.isEmpty()) {
      return all;
    }
    List<Implementation> selected = new ArrayList<>();
    for (String name : names) {
      selected.add(
          all.stream()
              .filter(implementation -> implementation.id().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new UsageException(
                          "no implementation '%s'; there are %s"
                              .formatted(
                                  name,
                                  String.join(
                                      ", ", all.stream().map(Implementation::id).toList())))));
    }
    return selected.stream().distinct().toList();
  }

  /**
   * The Socket.IO 4 node with somebody's adapter in it, as {@code node-adapter}.
   *
   * @param all where the node program's descriptor is
   * @param file the adapter's module
   * @param dialect id of what it speaks
   * @throws UsageException when the dialect is unknown
   */
  public static Implementation custom(List<Implementation> all, Path file, String dialect) {
    WireDialect spoken =
        Stream.of(WireDialect.values())
            .filter(one -> one.id().equals(dialect))
            .findFirst()
            .orElseThrow(
                () ->
                    new UsageException(
                        "--dialect must be socket.io-nats or mickl, got '%s'".formatted(dialect)));
    Implementation program = select(all, List.of("node-sio4")).get(0);
    return new Implementation(
        "node-adapter",
        program.language(),
        spoken,
        program.generation(),
        program.command(),
        Map.of("ADAPTER_FILE", file.toString()),
        List.of());
  }

  /** The id of the Java implementation of a dialect. */
  public static String javaOf(List<Implementation> all, WireDialect dialect) {
    return all.stream()
        .filter(one -> one.language().equals("java") && one.dialect() == dialect)
        .map(Implementation::id)
        .findFirst()
        .orElseThrow();
  }
}
