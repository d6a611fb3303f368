package io.socketionats.conformance.cli;

import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.UsageException;
import io.socketionats.conformance.dialect.DialectOption;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Implementations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options that say which implementations there are, and which of them take part. */
final class ParticipantOptions {
  @Option(
      names = "--implementations",
      split = ",",
      paramLabel = "NAME",
      description = "such as java,node-sio4 (default: all)")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--descriptor",
      paramLabel = "FILE.json",
      description =
          "adds an implementation of yours and runs it beside java; may be given several times")
  private List<Path> descriptors = new ArrayList<>();

  @Option(
      names = "--node-adapter",
      paramLabel = "FILE.mjs",
      description = "puts an adapter of yours into the Socket.IO 4 node and runs it beside java")
  private Path nodeAdapter;

  @Option(
      names = "--dialect",
      paramLabel = "NAME",
      defaultValue = "socket.io-nats",
      converter = DialectOption.class,
      description = "what the adapter of --node-adapter speaks: socket.io-nats (default) or mickl")
  private WireDialect dialect;

  /** The option that brings programs of this machine, if there is one. */
  Optional<String> ownProgram() {
    if (nodeAdapter != null) {
      return Optional.of("--node-adapter");
    }
    return descriptors.isEmpty() ? Optional.empty() : Optional.of("--descriptor");
  }

  /** Whether implementations were named, so that others are left out on purpose. */
  boolean named() {
    return !names.isEmpty();
  }

  /** All descriptor files: those of the project, then those that were given. */
  List<Path> files() {
    List<Path> files =
        new ArrayList<>(
            Implementations.files(Checkout.root().resolve("conformance/implementations")));
    files.addAll(descriptors);
    return files;
  }

  /**
   * Every implementation that there is, the adapter of {@code --node-adapter} as the last one.
   *
   * @throws UsageException when a descriptor breaks a rule, or the adapter is no file
   */
  List<Implementation> all() {
    return all(files());
  }

  /** The same with these descriptor files alone. */
  List<Implementation> all(List<Path> files) {
    List<Implementation> all = new ArrayList<>(Implementations.of(files));
    if (nodeAdapter != null) {
      if (!Files.isRegularFile(nodeAdapter)) {
        throw new UsageException(
            "--node-adapter '%s' is no file; it takes an ES module, see node-fixtures/README.md"
                .formatted(nodeAdapter));
      }
      all.add(Implementations.custom(all, nodeAdapter.toAbsolutePath().normalize(), dialect));
    }
    return all;
  }

  /**
   * Those that take part: what a user brings, and those that are named; when none is named, the
   * Java implementations of the same dialects. Without an implementation of the user's own all.
   */
  List<Implementation> selected(List<Implementation> all) {
    List<Implementation> own = own(all);
    if (own.isEmpty()) {
      return Implementations.select(all, names);
    }
    Set<String> ids = new LinkedHashSet<>(names);
    if (names.isEmpty()) {
      own.forEach(one -> ids.add(Implementations.javaOf(all, one.dialect())));
    }
    own.forEach(one -> ids.add(one.id()));
    return Implementations.select(all, List.copyOf(ids));
  }

  /**
   * Those that take part where others run them.
   *
   * @param usual ids of those to take when none is named
   */
  List<Implementation> selected(List<Implementation> all, List<String> usual) {
    return Implementations.select(all, names.isEmpty() ? usual : names);
  }

  /** What a user brings, in the order of the options. */
  private List<Implementation> own(List<Implementation> all) {
    List<String> ids = new ArrayList<>();
    Implementations.of(descriptors).forEach(one -> ids.add(one.id()));
    if (nodeAdapter != null) {
      ids.add(Implementations.NODE_ADAPTER);
    }
    return ids.isEmpty() ? List.of() : Implementations.select(all, ids);
  }
}
