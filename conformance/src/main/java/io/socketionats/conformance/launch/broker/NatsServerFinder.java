package io.socketionats.conformance.launch.broker;

import io.socketionats.conformance.UnavailableException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Finds nats-server: the property {@code nats.server} (or the variable {@code NATS_SERVER}), then
 * PATH, then the cache folder, and on Debian and Ubuntu the distribution's package, unpacked into
 * the cache folder without root.
 */
public final class NatsServerFinder {
  private static final String PROGRAM = "nats-server";
  private static final long APT_LIMIT_SECONDS = 120;

  private final Optional<String> named;
  private final String path;
  private final Path cache;
  private final Consumer<String> progress;

  /**
   * @param named the program that the user named, if any; it must exist then
   * @param path folders to search, in the form of the variable PATH
   * @param cache folder that keeps a fetched nats-server
   * @param progress told, in one sentence, when something is fetched
   */
  public NatsServerFinder(
      Optional<String> named, String path, Path cache, Consumer<String> progress) {
    this.named = named;
    this.path = path;
    this.cache = cache;
    this.progress = progress;
  }

  /** The finder that reads this process's properties and environment. */
  public static NatsServerFinder ofThisProcess(Consumer<String> progress) {
    Optional<String> named =
        Optional.ofNullable(System.getProperty("nats.server"))
            .or(() -> Optional.ofNullable(System.getenv("NATS_SERVER")))
            .filter(value -> !value.isBlank());
    return new NatsServerFinder(
        named, System.getenv().getOrDefault("PATH", ""), defaultCache(System.getenv()), progress);
  }

  /**
   * The same finder with the program that the user named on the command line; it must exist then.
   */
  public NatsServerFinder named(Path program) {
    return new NatsServerFinder(Optional.of(program.toString()), path, cache, progress);
  }

  static Path defaultCache(Map<String, String> environment) {
    String chosen = environment.get("XDG_CACHE_HOME");
    Path base =
        chosen == null || chosen.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(chosen);
    return base.resolve("socketio-nats");
  }

  /**
   * @throws UnavailableException when there is none; the message lists what was tried
   */
  public Path find() {
    if (named.isPresent()) {
      Path program = Path.of(named.get());
      if (!isProgram(program)) {
        throw new UnavailableException(
            "nats-server '%s' (named by --nats-server, -Dnats.server or NATS_SERVER) is not an executable file; name another one or leave it out"
                .formatted(program));
      }
      return program;
    }
    return onPath()
        .or(this::inCache)
        .or(this::fetched)
        .orElseThrow(
            () ->
                new UnavailableException(
                    "no nats-server: not named by -Dnats.server or NATS_SERVER, not on PATH, not in the cache folder %s, and %s. Install it (Debian, Ubuntu: apt install nats-server; macOS: brew install nats-server) or name one with --nats-server FILE"
                        .formatted(cache, aptReason)));
  }

  private String aptReason = "this is no Debian or Ubuntu whose package could be fetched";

  private Optional<Path> onPath() {
    return onPath(PROGRAM);
  }

  private Optional<Path> onPath(String program) {
    return Stream.of(path.split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, program))
        .filter(NatsServerFinder::isProgram)
        .findFirst();
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  private Optional<Path> inCache() {
    Path program = unpacked().resolve("usr/sbin/nats-server");
    return Optional.of(program).filter(NatsServerFinder::isProgram);
  }

  private Path unpacked() {
    return cache.resolve("nats-server");
  }

  /** One thread of this process fetches; others wait and then find it in the cache. */
  private Optional<Path> fetched() {
    synchronized (NatsServerFinder.class) {
      return inCache().or(this::fromDistribution);
    }
  }

  private Optional<Path> fromDistribution() {
    Optional<Path> apt = onPath("apt-get");
    Optional<Path> dpkg = onPath("dpkg");
    if (apt.isEmpty() || dpkg.isEmpty()) {
      return Optional.empty();
    }
    progress.accept("fetching the distribution's package nats-server into " + cache);
    try {
      Path work = Files.createDirectories(cache).resolve("apt-" + ProcessHandle.current().pid());
      Files.createDirectories(work.resolve("lists/partial"));
      Files.createDirectories(work.resolve("archives/partial"));
      try {
        run(work, apt(apt.get(), work, "update", "-qq"));
        run(work, apt(apt.get(), work, "download", "-qq", PROGRAM));
        Path fresh = work.resolve("unpacked");
        run(
            work,
            List.of(dpkg.get().toString(), "-x", downloaded(work).toString(), fresh.toString()));
        moveToCache(fresh);
      } finally {
        delete(work);
      }
      return inCache();
    } catch (IOException e) {
      aptReason = "fetching the package failed: " + e.getMessage();
      return Optional.empty();
    }
  }

  private void moveToCache(Path fresh) throws IOException {
    try {
      Files.move(fresh, unpacked());
    } catch (FileSystemException e) {
      if (inCache().isEmpty()) { // else another process was faster
        throw new IOException(
            "what was unpacked cannot be moved to %s; if that folder is there without the program, remove it"
                .formatted(unpacked()),
            e);
      }
    }
  }

  private static List<String> apt(Path program, Path work, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "-o",
                "Dir::State::Lists=" + work.resolve("lists"),
                "-o",
                "Dir::Cache=" + work,
                "-o",
                "Debug::NoLocking=1",
                "-o",
                "APT::Sandbox::User="));
    command.addAll(List.of(arguments));
    return command;
  }

  private static Path downloaded(Path work) throws IOException {
    try (Stream<Path> files = Files.list(work)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".deb"))
          .findFirst()
          .orElseThrow(() -> new IOException("apt-get download left no package behind"));
    }
  }

  private static void run(Path folder, List<String> command) throws IOException {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!process.waitFor(APT_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(
            "'%s' took longer than %d s".formatted(name(command), APT_LIMIT_SECONDS));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    if (process.exitValue() != 0) {
      String said = Files.readString(log, StandardCharsets.UTF_8).strip();
      throw new IOException(
          "'%s' exited with status %d: %s"
              .formatted(
                  name(command), process.exitValue(), said.lines().reduce((a, b) -> b).orElse("")));
    }
  }

  private static Path name(List<String> command) {
    return Path.of(command.get(0)).getFileName();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
