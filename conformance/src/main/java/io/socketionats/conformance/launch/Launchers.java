package io.socketionats.conformance.launch;

import io.socketionats.conformance.UsageException;
import io.socketionats.conformance.launch.broker.NatsServerFinder;
import io.socketionats.conformance.launch.containers.Containers;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.runtime.Launcher;
import io.socketionats.conformance.launch.runtime.Processes;
import io.socketionats.conformance.launch.runtime.Toolchain;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The runtimes by name. {@code remote} is one of the names, but what it needs is in a file: see
 * {@link io.socketionats.conformance.launch.remote.Remote}.
 */
public final class Launchers {
  private static final List<String> NAMES = List.of("processes", "containers", "remote", "auto");

  /** Said when the runtime {@code remote} is to run without its file. */
  public static final String NEEDS_NODES =
      "--runtime remote needs --nodes FILE, which says where the nodes are; see conformance/deploy/README.md";

  private Launchers() {}

  /**
   * @throws UsageException when there is no such runtime
   */
  public static void requireName(String name) {
    if (!NAMES.contains(name)) {
      throw new UsageException(
          "--runtime must be processes, containers, remote or auto, got '%s'".formatted(name));
    }
  }

  /**
   * @param name {@code processes}, {@code containers}, or {@code auto}: containers where an engine
   *     answers and has the base images, else processes
   * @param root the checkout
   * @param implementations that are to run
   * @param finder of nats-server, for processes
   * @param folder for logs
   * @param progress told which runtime was taken and why
   */
  public static Launcher of(
      String name,
      Path root,
      List<Implementation> implementations,
      NatsServerFinder finder,
      Path folder,
      Consumer<String> progress) {
    requireName(name);
    return switch (name) {
      case "processes" -> processes(root, implementations, finder);
      case "containers" -> Containers.start(root, folder, implementations.size());
      case "auto" -> {
        Optional<String> missing = Containers.missing();
        if (missing.isEmpty()) {
          progress.accept("runtime containers: a Docker engine answers and has the base images");
          yield Containers.start(root, folder, implementations.size());
        }
        progress.accept("runtime processes: " + missing.get());
        yield processes(root, implementations, finder);
      }
      case "remote" -> throw new UsageException(NEEDS_NODES);
      default -> throw new IllegalArgumentException("no runtime '%s'".formatted(name));
    };
  }

  private static Processes processes(
      Path root, List<Implementation> implementations, NatsServerFinder finder) {
    return new Processes(finder, Toolchain.ofThisProcess(root, implementations));
  }
}
