package io.socketionats.conformance.launch.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.UsageException;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.launch.node.Implementation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the fake programs are shell scripts")
class ToolchainTest {
  private static final List<Implementation> NODE = List.of(started("${node}"));
  private static final List<Implementation> NO_NODE = List.of(started("${java}"));

  @TempDir Path folder;

  private static Implementation started(String program) {
    return new Implementation(
        "a", "any", WireDialect.MICKL, 0, List.of(program), Map.of(), List.of());
  }

  @AfterEach
  void forgetTheNamedProgram() {
    System.clearProperty("node");
  }

  private String nodeThatSays(String script) throws IOException {
    Path program = Files.writeString(folder.resolve("node"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    System.setProperty("node", program.toString());
    return program.toString();
  }

  private void installPackages() throws IOException {
    Files.createDirectories(folder.resolve("node-fixtures/node_modules"));
  }

  @Test
  void saysWhatThePlacesStandFor() throws IOException {
    String node = nodeThatSays("echo v18.0.0");
    installPackages();

    assertThat(Toolchain.ofThisProcess(folder, NODE))
        .containsEntry("root", folder.toString())
        .containsEntry("node", node)
        .containsKey("java")
        .doesNotContainKey("classpath"); // no Java node is among them
  }

  @Test
  void needsNoNodeWhenNobodyAsksForIt() {
    System.setProperty("node", "/no/such/node");

    assertThat(Toolchain.ofThisProcess(folder, NO_NODE)).containsKey("java");
  }

  @Test
  void saysThatNodeIsMissing() {
    System.setProperty("node", "/no/such/node");

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> Toolchain.ofThisProcess(folder, NODE))
        .withMessage(
            "Node.js is missing: '/no/such/node --version' does not run; install Node.js 18 or newer, or name it with --node FILE, or run without it: --implementations java");
  }

  @Test
  void takesAProgramThatFailsForMissing() throws IOException {
    String node = nodeThatSays("echo v20.0.0; exit 1");

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> Toolchain.ofThisProcess(folder, NODE))
        .withMessageStartingWith("Node.js is missing: '%s --version' does not run; ", node);
  }

  @Test
  void saysThatNodeIsTooOld() throws IOException {
    nodeThatSays("echo v16.20.2");

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> Toolchain.ofThisProcess(folder, NODE))
        .withMessage(
            "Node.js v16.20.2 is too old: the nodes need 18 or newer; name another one with --node FILE");
  }

  @Test
  void saysHowToInstallThePackages() throws IOException {
    nodeThatSays("echo v18.0.0");

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> Toolchain.ofThisProcess(folder, NODE))
        .withMessage(
            "the packages of node-fixtures are not installed; run 'npm ci' in %s",
            folder.resolve("node-fixtures"));
  }

  @Test
  void findsOtherProgramsOnPathOrWhereTheyAre() throws IOException {
    assertThat(Toolchain.ofThisProcess(folder, List.of(started("sh"), started("/bin/sh"))))
        .isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      textBlock =
          """
          pyton3        # the program 'pyton3' of 'a' is not on PATH
          /no/such      # the program '/no/such' of 'a' is no executable file
          ${root}/x     # the program '%s/x' of 'a' is no executable file
          """)
  void saysWhichOtherProgramIsMissing(String program, String message) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Toolchain.ofThisProcess(folder, List.of(started(program))))
        .withMessage(
            message.formatted(folder)
                + "; install it, or correct the first word of command in the descriptor");
  }

  @Test
  void reportsVersions() throws IOException {
    nodeThatSays("echo v18.1.2");

    assertThat(Toolchain.versions("2.10.0"))
        .containsEntry("nats-server", "2.10.0")
        .containsEntry("node", "18.1.2")
        .containsKeys("java", "os", "cpus");
  }

  @Test
  void knowsNoCommitOutsideOfACheckout() {
    assertThat(Toolchain.git(folder)).isEmpty();
  }
}
