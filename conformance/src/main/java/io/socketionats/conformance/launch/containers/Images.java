package io.socketionats.conformance.launch.containers;

import io.socketionats.conformance.UnavailableException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The images of a run.
 *
 * @param node the Node.js node
 * @param java the Java node
 * @param nats nats-server, as its entry point
 */
record Images(String node, String java, String nats) {
  static final Duration LIMIT = Duration.ofSeconds(300);
  private static final int LINES_SHOWN = 12;

  /** The base image that a property names, or the usual public one. */
  private static String base(String kind, String usual) {
    return System.getProperty("interop.image." + kind, usual);
  }

  static String natsBase() {
    return base("nats", "nats:2");
  }

  static List<String> bases() {
    return List.of(base("node", "node:20-slim"), base("jre", "eclipse-temurin:17-jre"), natsBase());
  }

  /**
   * Builds what has changed, by the script {@code images/build}.
   *
   * @param root the checkout
   * @param log for what the build prints
   * @throws UnavailableException when it fails; the message holds its last lines
   */
  static Images build(Path root, Path log) {
    Path script = root.resolve("conformance/images/build");
    Path names = log.resolveSibling("images.txt");
    ProcessBuilder builder =
        new ProcessBuilder(script.toString())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(names.toFile())
            .redirectError(log.toFile());
    builder.environment().put("NODE_BASE", base("node", "node:20-slim"));
    builder.environment().put("JRE_BASE", base("jre", "eclipse-temurin:17-jre"));
    try {
      Process process = builder.start();
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new UnavailableException(
            "the images could not be built by %s; its last lines:%n%s"
                .formatted(script, lastLines(log)));
      }
      String printed = Files.readString(names);
      return new Images(
          named(printed, "interop/node:"), named(printed, "interop/java:"), natsBase());
    } catch (IOException e) {
      throw new UnavailableException(
          "the images could not be built: %s does not run: %s".formatted(script, e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while images were built", e);
    }
  }

  private static String named(String printed, String prefix) {
    return printed
        .lines()
        .flatMap(line -> List.of(line.split("\\s+")).stream())
        .filter(word -> word.startsWith(prefix))
        .findFirst()
        .orElseThrow(
            () -> new UnavailableException("images/build named no image %s…".formatted(prefix)));
  }

  private static String lastLines(Path log) throws IOException {
    List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
  }
}
