package io.socketionats.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.socketionats.conformance.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The shell entry {@code conformance/interop}, in a checkout of its own with programs that only say
 * what they are asked.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it is a shell script")
class InteropScriptIT {
  private static final String BUILDING =
      "interop: building the harness (mvn, once; the first time it downloads its libraries)\n";
  private static final String INSTALLING =
      "interop: installing the packages of node-fixtures (npm ci, once)\n";

  @TempDir Path root;

  private int status;
  private String out;
  private String err;

  @BeforeEach
  void makeACheckout() throws IOException {
    for (String folder :
        List.of(
            "bin",
            "adapter/src/main",
            "conformance/java-node/src",
            "conformance/java-node/target",
            "conformance/src/main",
            "node-fixtures/node_modules")) {
      Files.createDirectories(root.resolve(folder));
    }
    for (String file :
        List.of(
            "pom.xml", "adapter/pom.xml", "conformance/java-node/pom.xml", "conformance/pom.xml")) {
      Files.createFile(root.resolve(file));
    }
    Files.copy(Checkout.root().resolve("conformance/interop"), root.resolve("conformance/interop"));
    for (String tool :
        List.of(
            "sh", "cat", "dirname", "find", "head", "readlink", "tail", "touch", "mkdir", "mv")) {
      Files.createSymbolicLink(root.resolve("bin").resolve(tool), tool(tool));
    }
    program("java", "for word; do echo \"java: $word\"; done; exit 5");
    program(
        "mvn",
        "echo \"mvn $*\" >>mvn.calls; echo /m2/a.jar:/m2/b.jar >conformance/target/classpath; echo /m2/c.jar >conformance/java-node/target/classpath");
    program("npm", "echo \"npm $*\" >>npm.calls");
  }

  private static Path tool(String name) {
    for (String folder : System.getenv("PATH").split(":")) {
      Path file = Path.of(folder, name);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    throw new AssertionError("no " + name + " on PATH");
  }

  private void program(String name, String script) throws IOException {
    Path file = root.resolve("bin").resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void interop(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", root.resolve("conformance/interop").toString()));
    command.addAll(List.of(arguments));
    run(environment, command);
  }

  private void run(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(root.resolve("out").toFile())
            .redirectError(root.resolve("err").toFile());
    builder.environment().clear();
    builder.environment().put("PATH", root.resolve("bin").toString());
    builder.environment().putAll(environment);
    status = builder.start().waitFor();
    out = Files.readString(root.resolve("out"), StandardCharsets.UTF_8);
    err = Files.readString(root.resolve("err"), StandardCharsets.UTF_8);
  }

  private void interop(String... arguments) throws IOException, InterruptedException {
    interop(Map.of(), arguments);
  }

  @Test
  void handsItsArgumentsAndTheStatusOfTheHarnessOn() throws IOException, InterruptedException {
    interop("run", "--select", "R* x", "");

    assertThat(status).isEqualTo(5);
    assertThat(out)
        .endsWith(
            "java: io.socketionats.conformance.cli.Interop\njava: run\njava: --select\njava: R* x\njava: \n")
        .contains("java: -Dinterop.root=" + root + "\n")
        .contains("/conformance/target/classes:/m2/a.jar:/m2/b.jar\n");
  }

  @Test
  void findsItsCheckoutThroughSymbolicLinks() throws IOException, InterruptedException {
    Path elsewhere = Files.createDirectories(root.resolve("elsewhere/bin"));
    Files.createSymbolicLink(elsewhere.resolve("direct"), root.resolve("conformance/interop"));
    Path link = elsewhere.resolve("interop");
    Files.createSymbolicLink(link, Path.of("../bin/direct")); // a link to a link, and relative

    run(Map.of(), List.of("/bin/sh", link.toString(), "list"));

    assertThat(status).isEqualTo(5);
    assertThat(out)
        .contains("java: -Dinterop.root=" + root.toRealPath() + "\n")
        .contains("java: -Dinterop.command=" + link + "\n");
  }

  @Test
  void theLoadGeneratorFindsItsCheckoutAsWell() throws IOException, InterruptedException {
    Files.createDirectories(root.resolve("load"));
    Path script = root.resolve("load/load");
    Files.copy(Checkout.root().resolve("load/load"), script);
    program("mvn", "echo /m2/a.jar >load/target/classpath");
    Path link = Files.createSymbolicLink(root.resolve("elsewhere"), script);

    run(Map.of(), List.of("/bin/sh", link.toString(), "plan"));

    assertThat(status).isEqualTo(5);
    assertThat(out)
        .contains("java: -Dinterop.root=" + root.toRealPath() + "\n")
        .endsWith("java: io.socketionats.load.cli.Load\njava: plan\n");
  }

  @Test
  void givesTheHarnessFurtherOptionsOfJava() throws IOException, InterruptedException {
    interop(Map.of("INTEROP_JAVA_OPTS", "-Xmx1g -Dnode=/n"), "list");

    assertThat(out).contains("java: -Xmx1g\njava: -Dnode=/n\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "conformance/src/main/New.java",
        "conformance/java-node/src/New.java",
        "adapter/src/main/New.java"
      })
  void buildsOnceAndAgainWhenASourceIsNewer(String newer) throws IOException, InterruptedException {
    interop("list");
    assertThat(err).isEqualTo(BUILDING);

    interop("list");
    assertThat(err).isEmpty();

    Path source = Files.createFile(root.resolve(newer));
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    interop("list");
    assertThat(err).isEqualTo(BUILDING);
    assertThat(Files.readAllLines(root.resolve("mvn.calls"))).hasSize(2);
  }

  @Test
  void saysWhyItCouldNotBuildAndTriesAgain() throws IOException, InterruptedException {
    program("mvn", "echo '[ERROR] cannot find symbol'; exit 1");

    for (int i = 0; i < 2; i++) {
      interop("list");
      assertThat(status).isEqualTo(3);
      assertThat(out).isEmpty();
      assertThat(err)
          .isEqualTo(
              BUILDING
                  + "[ERROR] cannot find symbol\ninterop: the build failed; full log: "
                  + root
                  + "/conformance/target/interop-build.log\n");
    }
  }

  @Test
  void installsThePackagesOnlyForARun() throws IOException, InterruptedException {
    interop("list");
    assertThat(root.resolve("node-fixtures/npm.calls")).doesNotExist();

    interop("run");
    assertThat(err).isEqualTo(INSTALLING);
    assertThat(root.resolve("node-fixtures/npm.calls")).hasContent("npm ci --no-audit --no-fund");

    interop("run");
    assertThat(err).isEmpty();
  }

  @Test
  void saysWhyItCouldNotInstall() throws IOException, InterruptedException {
    program("npm", "echo 'npm error network'; exit 1");

    interop("run");

    assertThat(status).isEqualTo(3);
    assertThat(err)
        .isEqualTo(
            BUILDING
                + INSTALLING
                + "npm error network\ninterop: npm ci failed; full log: "
                + root
                + "/conformance/target/interop-npm.log\n");
  }

  @Test
  void needsJava() throws IOException, InterruptedException {
    Files.delete(root.resolve("bin/java"));

    interop("list");

    assertThat(status).isEqualTo(3);
    assertThat(err).isEqualTo("interop: no java: install JDK 17 or newer, or set JAVA_HOME\n");
  }

  @Test
  void takesTheJavaOfJavaHome() throws IOException, InterruptedException {
    Files.createDirectories(root.resolve("jdk/bin"));
    Files.move(root.resolve("bin/java"), root.resolve("jdk/bin/java"));

    interop(Map.of("JAVA_HOME", root.resolve("jdk").toString()), "list");

    assertThat(status).isEqualTo(5);
  }

  @Test
  void needsMavenToBuild() throws IOException, InterruptedException {
    Files.delete(root.resolve("bin/mvn"));

    interop("list");

    assertThat(status).isEqualTo(3);
    assertThat(err)
        .isEqualTo("interop: no mvn: install Maven 3.8 or newer, which builds the harness\n");
  }

  @Test
  void runsWithoutNpmAndLeavesThatToTheHarness() throws IOException, InterruptedException {
    Files.delete(root.resolve("bin/npm"));

    interop("run", "--implementations", "java");

    assertThat(status).isEqualTo(5);
  }
}
