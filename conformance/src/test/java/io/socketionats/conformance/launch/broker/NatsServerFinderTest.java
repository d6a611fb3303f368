package io.socketionats.conformance.launch.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.socketionats.conformance.UnavailableException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the fake programs are shell scripts")
class NatsServerFinderTest {
  private static final int ASKING = 4;

  @TempDir Path folder;

  private final List<String> progress = Collections.synchronizedList(new ArrayList<>());

  private NatsServerFinder finder(String... path) {
    return new NatsServerFinder(
        Optional.empty(), String.join(File.pathSeparator, path), cache(), progress::add);
  }

  private Path cache() {
    return folder.resolve("cache");
  }

  private Path program(String file, String script) throws IOException {
    Path program = folder.resolve(file);
    Files.createDirectories(program.getParent());
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void takesTheProgramThatIsNamedBeforeAllOthers() throws IOException {
    Path named = program("named/nats", "");
    program("bin/nats-server", "");

    assertThat(finder(folder.resolve("bin").toString()).named(named).find()).isEqualTo(named);
  }

  @Test
  void refusesANamedProgramThatIsMissing() {
    Path missing = folder.resolve("nats-server");

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> finder("").named(missing).find())
        .withMessage(
            "nats-server '%s' (named by --nats-server, -Dnats.server or NATS_SERVER) is not an executable file; name another one or leave it out",
            missing);
  }

  @Test
  void refusesANamedProgramThatCannotBeExecuted() throws IOException {
    Path named = Files.writeString(folder.resolve("text"), "nats");

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> finder("").named(named).find())
        .withMessageStartingWith("nats-server '%s' (named by ", named);
  }

  @Test
  void refusesANamedFolder() {
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> finder("").named(folder).find())
        .withMessageStartingWith("nats-server '%s' (named by ", folder);
  }

  @Test
  void takesTheFirstProgramOnThePath() throws IOException {
    Files.createDirectories(folder.resolve("a/nats-server"));
    Path first = program("b/nats-server", "");
    program("c/nats-server", "");

    assertThat(
            finder(
                    "",
                    folder.resolve("a").toString(),
                    folder.resolve("b").toString(),
                    folder.resolve("c").toString())
                .find())
        .isEqualTo(first);
  }

  @Test
  void takesTheProgramOfTheCacheWhenNoneIsOnThePath() throws IOException {
    Path cached = program("cache/nats-server/usr/sbin/nats-server", "");

    assertThat(finder(folder.toString()).find()).isEqualTo(cached);
    assertThat(progress).isEmpty();
  }

  private void distributionWithThePackage(String beforeUnpacking) throws IOException {
    program(
        "bin/apt-get", "case \"$*\" in *download*) echo package >nats-server_2_amd64.deb ;; esac");
    program(
        "bin/dpkg",
        beforeUnpacking
            + "mkdir -p \"$3/usr/sbin\" && printf '#!/bin/sh\\n' >\"$3/usr/sbin/nats-server\" && chmod +x \"$3/usr/sbin/nats-server\"");
  }

  @Test
  void fetchesOnceForThreadsThatAskAtTheSameTime() throws Exception {
    distributionWithThePackage("");
    ExecutorService threads = Executors.newFixedThreadPool(ASKING);
    try {
      CyclicBarrier together = new CyclicBarrier(ASKING);
      Callable<Path> ask =
          () -> {
            together.await(30, TimeUnit.SECONDS);
            return finder(folder.resolve("bin").toString()).find();
          };
      for (Future<Path> found : threads.invokeAll(Collections.nCopies(ASKING, ask))) {
        assertThat(found.get()).isEqualTo(cache().resolve("nats-server/usr/sbin/nats-server"));
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(progress).hasSize(1);
  }

  @Test
  void takesWhatAnotherProcessUnpackedMeanwhile() throws IOException {
    Path theirs = cache().resolve("nats-server/usr/sbin");
    distributionWithThePackage(
        "mkdir -p '%s' && echo '#!/bin/sh' >'%s/nats-server' && chmod +x '%s/nats-server'%n"
            .formatted(theirs, theirs, theirs));

    assertThat(finder(folder.resolve("bin").toString()).find())
        .isEqualTo(theirs.resolve("nats-server"));
    assertThat(cache()).isDirectoryNotContaining("glob:**/apt-*");
  }

  @Test
  void saysWhatIsInTheWay() throws IOException {
    distributionWithThePackage("");
    Path inTheWay = Files.createDirectories(cache().resolve("nats-server"));

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> finder(folder.resolve("bin").toString()).find())
        .withMessageContaining(
            "fetching the package failed: what was unpacked cannot be moved to %s; if that folder is there without the program, remove it",
            inTheWay);
  }

  @Test
  void unpacksTheDistributionsPackageIntoTheCache() throws IOException {
    distributionWithThePackage("");

    Path found = finder(folder.resolve("bin").toString()).find();

    assertThat(found).isEqualTo(cache().resolve("nats-server/usr/sbin/nats-server"));
    assertThat(progress)
        .containsExactly("fetching the distribution's package nats-server into " + cache());
    assertThat(cache()).isDirectoryNotContaining("glob:**/apt-*");
  }

  @Test
  void listsWhatWasTriedWhenThereIsNothingToBeHad() {
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> finder(folder.toString()).find())
        .withMessage(
            "no nats-server: not named by -Dnats.server or NATS_SERVER, not on PATH, not in the cache folder %s, and this is no Debian or Ubuntu whose package could be fetched. Install it (Debian, Ubuntu: apt install nats-server; macOS: brew install nats-server) or name one with --nats-server FILE",
            cache());
  }

  @Test
  void saysWhyThePackageCouldNotBeFetched() throws IOException {
    program("bin/apt-get", "echo 'W: warning'; echo 'E: Unable to locate package'; exit 100");
    program("bin/dpkg", "");

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> finder(folder.resolve("bin").toString()).find())
        .withMessage(
            "no nats-server: not named by -Dnats.server or NATS_SERVER, not on PATH, not in the cache folder %s, and fetching the package failed: 'apt-get' exited with status 100: E: Unable to locate package. Install it (Debian, Ubuntu: apt install nats-server; macOS: brew install nats-server) or name one with --nats-server FILE",
            cache());
    assertThat(cache()).isEmptyDirectory();
  }

  @Test
  void keepsItsCacheWhereTheUserWantsIt() {
    assertThat(NatsServerFinder.defaultCache(Map.of("XDG_CACHE_HOME", "/c")))
        .isEqualTo(Path.of("/c/socketio-nats"));
    assertThat(NatsServerFinder.defaultCache(Map.of()))
        .isEqualTo(Path.of(System.getProperty("user.home"), ".cache", "socketio-nats"));
  }
}
