package io.socketionats.conformance.launch.runtime;

import io.socketionats.conformance.ProgramOptions;
import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.UsageException;
import io.socketionats.conformance.launch.node.Implementation;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The programs of this machine that nodes are started with. */
public final class Toolchain {
  private static final int OLDEST_NODE = 18;
  private static final long ANSWER_LIMIT_SECONDS = 20;

  private static final Set<String> BROUGHT = Set.of("${java}", "${node}");

  private Toolchain() {}

  /**
   * What the places in descriptors stand for, checked.
   *
   * @param root the checkout
   * @param implementations that are to run; Node.js is looked for only when one needs it
   * @throws UnavailableException when Node.js is missing or too old, its packages are not
   *     installed, or the Java node is not built
   * @throws UsageException when another program that a descriptor names is missing
   */
  public static Map<String, String> ofThisProcess(Path root, List<Implementation> implementations) {
    Map<String, String> places = new LinkedHashMap<>();
    places.put("root", root.toString());
    places.put("java", Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (implementations.stream().anyMatch(one -> one.command().contains("${classpath}"))) {
      places.put("classpath", classPathOfTheJavaNode(root));
    }
    String node = ProgramOptions.nodeProgram();
    places.put("node", node);
    if (implementations.stream().anyMatch(one -> one.command().contains("${node}"))) {
      requireNode(node);
      if (!Files.isDirectory(root.resolve("node-fixtures/node_modules"))) {
        throw new UnavailableException(
            "the packages of node-fixtures are not installed; run 'npm ci' in %s"
                .formatted(root.resolve("node-fixtures")));
      }
    }
    implementations.forEach(one -> requireProgram(one, places));
    return places;
  }

  /** What the harness brings itself has been checked; the rest is a matter of the descriptor. */
  private static void requireProgram(Implementation implementation, Map<String, String> places) {
    String word = implementation.command().get(0);
    String program = implementation.commandIn(places).get(0);
    if (!BROUGHT.contains(word) && !isProgram(program)) {
      throw new UsageException(
          "the program '%s' of '%s' %s; install it, or correct the first word of command in the descriptor"
              .formatted(
                  program,
                  implementation.id(),
                  program.contains("/") ? "is no executable file" : "is not on PATH"));
    }
  }

  private static boolean isProgram(String program) {
    if (program.contains("/")) {
      return isExecutable(Path.of(program));
    }
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> isExecutable(Path.of(folder, program)));
  }

  private static boolean isExecutable(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  /** The Java node runs on its own libraries, whatever those of this process are. */
  private static String classPathOfTheJavaNode(Path root) {
    Path libraries = root.resolve("conformance/java-node/target/classpath");
    try {
      return String.join(
          File.pathSeparator,
          root.resolve("conformance/java-node/target/classes").toString(),
          root.resolve("adapter/target/classes").toString(),
          Files.readString(libraries).strip());
    } catch (IOException e) {
      throw new UnavailableException(
          "'%s' is missing: build the Java node with 'mvn -pl conformance -am -DskipTests compile'"
              .formatted(libraries),
          e);
    }
  }

  private static void requireNode(String node) {
    String version = version(node);
    if (version.isEmpty()) {
      throw new UnavailableException(
          "Node.js is missing: '%s --version' does not run; install Node.js %d or newer, or name it with --node FILE, or run without it: --implementations java"
              .formatted(node, OLDEST_NODE));
    }
    int major = Integer.parseInt(version.replaceFirst("^v?(\\d+).*$", "$1"));
    if (major < OLDEST_NODE) {
      throw new UnavailableException(
          "Node.js %s is too old: the nodes need %d or newer; name another one with --node FILE"
              .formatted(version, OLDEST_NODE));
    }
  }

  private static String version(String node) {
    String said = output(List.of(node, "--version"), Path.of(""));
    return said.matches("v?\\d+\\..*") ? said : "";
  }

  /** Versions for the report. */
  public static Map<String, String> versions(String broker) {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("nats-server", broker);
    versions.put("java", System.getProperty("java.version"));
    versions.put("node", version(ProgramOptions.nodeProgram()).replaceFirst("^v", ""));
    versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    versions.put("cpus", String.valueOf(Runtime.getRuntime().availableProcessors()));
    return versions;
  }

  /** The checkout's commit; empty where git knows none. */
  public static String git(Path root) {
    return output(List.of("git", "describe", "--always", "--dirty"), root);
  }

  private static String output(List<String> command, Path folder) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toAbsolutePath().toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0
          ? said
          : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
