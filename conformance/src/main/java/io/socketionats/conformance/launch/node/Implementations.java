package io.socketionats.conformance.launch.node;

import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.UsageException;
import io.socketionats.conformance.dialect.WireDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The descriptor files of a folder: one implementation each, ordered by dialect and id. */
public final class Implementations {
  /** The id of the adapter that {@code --node-adapter} names. */
  public static final String NODE_ADAPTER = "node-adapter";

  private Implementations() {}

  /**
   * @throws UsageException when a descriptor cannot be read or breaks a rule, or two have one id
   * @throws UnavailableException when the folder cannot be read
   */
  public static List<Implementation> in(Path folder) {
    return of(files(folder));
  }

  /**
   * The descriptor files of a folder, ordered by name.
   *
   * @throws UnavailableException when the folder cannot be read
   */
  public static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(path -> path.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new UnavailableException(
          "the implementations in '%s' cannot be read: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /**
   * The implementations of descriptor files, ordered by dialect and id.
   *
   * @throws UsageException when a descriptor cannot be read or breaks a rule, or two have one id
   */
  public static List<Implementation> of(List<Path> descriptors) {
    Map<String, Path> files = new HashMap<>();
    List<Implementation> all = new ArrayList<>();
    for (Path file : descriptors) {
      Implementation one = Descriptor.read(file);
      Path other = files.putIfAbsent(one.id(), file);
      if (other != null) {
        throw new UsageException(
            "the descriptors '%s' and '%s' both have the id '%s'; give each implementation an id of its own"
                .formatted(other, file, one.id()));
      }
      all.add(one);
    }
    all.sort(Comparator.comparing(Implementation::dialect).thenComparing(Implementation::id));
    return all;
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
   * @param dialect what it speaks
   */
  public static Implementation custom(List<Implementation> all, Path file, WireDialect dialect) {
    Implementation program = select(all, List.of("node-sio4")).get(0);
    return new Implementation(
        NODE_ADAPTER,
        program.language(),
        dialect,
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
