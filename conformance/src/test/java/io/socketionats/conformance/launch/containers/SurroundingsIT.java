package io.socketionats.conformance.launch.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.cli.Interop;
import io.socketionats.conformance.launch.broker.NatsServer;
import io.socketionats.conformance.launch.broker.NatsServerFinder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Whatever is wrong with the engine, a run in containers ends with a sentence that says so, and
 * with status 3. The engine is a fake one, and so is the program {@code docker}.
 */
@Execution(ExecutionMode.CONCURRENT)
class SurroundingsIT {
  private static final long LIMIT_SECONDS = 60;

  @TempDir Path folder;

  private FakeEngine engine;
  private int status;
  private String said;

  @BeforeEach
  void start() throws IOException {
    engine = new FakeEngine();
    Files.createDirectory(folder.resolve("bin"));
    docker("");
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  /** The program says yes to everything, except in the given cases of a shell's case command. */
  private void docker(String cases) throws IOException {
    Path file = folder.resolve("bin/docker");
    Files.writeString(
        file,
        """
        #!/bin/sh
        case "$1 $2 $3" in
        %s
        "image inspect "*) echo sha256:1 ;;
        esac
        """
            .formatted(cases));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void run(String runtime, String dockerHost, String... options)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dinterop.root=" + Checkout.root(),
                "-cp",
                System.getProperty("java.class.path"),
                Interop.class.getName(),
                "run",
                "--runtime",
                runtime,
                "--implementations",
                "java,node-sio4",
                "--select",
                "R01",
                "--out",
                folder.resolve("out").toString()));
    command.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("said").toFile())
            .redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("TESTCONTAINERS_RYUK_DISABLED", "true");
    environment.put("DOCKER_HOST", dockerHost);
    environment.put("PATH", folder.resolve("bin") + ":" + environment.get("PATH"));
    environment.remove("TESTCONTAINERS_HOST_OVERRIDE");
    Process process = builder.start();
    boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    said = Files.readString(folder.resolve("said"));
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    assertThat(ended).as("the run ends; it said: %s", said).isTrue();
    status = process.exitValue();
  }

  private void runInContainers() throws IOException, InterruptedException {
    run("containers", engine.address());
  }

  private void assertRefused(String... sentences) {
    assertThat(said).contains("interop: ").contains(sentences);
    assertThat(said).doesNotContain("\tat ").doesNotContain("internal error");
    assertThat(status).isEqualTo(3);
  }

  @Test
  void noEngineIsNamedByItsSocket() throws IOException, InterruptedException {
    Path socket = folder.resolve("none.sock");

    run("containers", "unix://" + socket);

    assertRefused(
        "no containers: no Docker engine answers at unix://%s: there is no such socket; start one, or name another with DOCKER_HOST"
            .formatted(socket));
  }

  @Test
  void anEngineThatRefusesConnectionsIsNoEngine() throws IOException, InterruptedException {
    try (Socket nobody = new Socket()) {
      nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

      run("containers", "tcp://127.0.0.1:" + nobody.getLocalPort());

      assertRefused("no containers: no Docker engine answers at tcp://127.0.0.1:", "refused");
    }
  }

  @Test
  void anEngineThatHangsIsNoEngine() throws IOException, InterruptedException {
    engine.hangsAt(".*");

    runInContainers();

    assertRefused("no containers: no Docker engine answers at", "no answer within 3 s");
  }

  @Test
  void anEngineThatAnswersOnlyAPingHangs() throws IOException, InterruptedException {
    engine.hangsAt("(?!GET /_ping).*");

    runInContainers();

    assertRefused(
        "no containers: the Docker engine at %s answers a ping, but not what images it has: no answer within 3 s; restart it"
            .formatted(engine.address()));
  }

  @Test
  void anEngineThatHangsLaterIsSaidToHang() throws IOException, InterruptedException {
    engine.hangsAt("(POST|GET|DELETE) /(networks|containers|volumes).*");

    runInContainers();

    assertRefused(
        "no containers: making a network took longer than",
        "the Docker engine at %s hangs; restart it".formatted(engine.address()));
  }

  @Test
  void anEngineThatIsBrokenSaysWhy() throws IOException, InterruptedException {
    engine.refuses("GET /_ping", 500, "no space left on device");

    runInContainers();

    assertRefused("the Docker engine at %s answers '500".formatted(engine.address()), "no space");
  }

  @Test
  void aBaseImageThatIsNotThereIsNamedAndNotPulled() throws IOException, InterruptedException {
    engine.refuses("GET /images/(node|nats).*", 404, "No such image");

    runInContainers();

    assertRefused(
        "no containers: the Docker engine lacks the base image node:20-slim, nats:2; pull it, or name others with -Dinterop.image.node");
  }

  @Test
  void anEngineThatMakesNoNetworksSaysWhy() throws IOException, InterruptedException {
    engine.refuses("POST /networks/create", 500, "could not find an available subnet");

    runInContainers();

    assertRefused("no containers: making a network: ", "could not find an available subnet");
  }

  @Test
  void anEngineThatStartsNoContainersSaysWhy() throws IOException, InterruptedException {
    engine.startsNone("", "OCI runtime create failed: operation not permitted");

    runInContainers();

    assertRefused("starting a container for nats-server: ", "OCI runtime create failed");
  }

  @Test
  void portsThatTheEngineCannotPublishAreSaid() throws IOException, InterruptedException {
    engine.startsNone("", "driver failed programming external connectivity on endpoint");

    runInContainers();

    assertRefused("starting a container for nats-server: ", "external connectivity");
  }

  @Test
  void portsThatLeadNowhereAreSaid() throws IOException, InterruptedException {
    try (Socket nobody = new Socket()) {
      nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = nobody.getLocalPort();
      engine.publishes(4222, port).publishes(8222, port);

      runInContainers();

      assertRefused(
          "nats-server runs in its container and cannot be reached at the published port 127.0.0.1:%d within"
              .formatted(port),
          "does the engine publish ports on this machine?");
    }
  }

  @Test
  void aFullDiskEndsTheBuildWithWhatDockerSaid() throws IOException, InterruptedException {
    docker(
        """
        "image inspect interop/"*) exit 1 ;;
        "build "*) echo "Error: write /app: no space left on device" >&2; exit 1 ;;
        """);

    runInContainers();

    assertRefused("the images could not be built by", "no space left on device");
  }

  @Test
  void aProgramThatReachesNoEngineBuildsNothing() throws IOException, InterruptedException {
    docker("\"version \"*) exit 1 ;;");

    runInContainers();

    assertRefused("the images could not be built by", "images/build: no Docker engine answers");
  }

  @Test
  void aNodeWhoseContainerDoesNotStartIsNamedWithTheReason()
      throws IOException, InterruptedException {
    engine.startsNone("interop/", "OCI runtime create failed: no such file");
    Path natsFolder = Files.createDirectory(folder.resolve("nats"));
    try (NatsServer nats =
        NatsServer.start(NatsServerFinder.ofThisProcess(text -> {}).find(), natsFolder)) {
      engine.publishes(4222, URI.create(nats.url()).getPort());
      engine.publishes(8222, monitoringPort(natsFolder));

      runInContainers();

      assertThat(said)
          .contains("node 'java-1' failed: its container could not be started: ")
          .contains("OCI runtime create failed: no such file")
          .contains("4 of 4 results are not as expected: 4 crashed.")
          .doesNotContain("\tat ")
          .doesNotContain("internal error");
      assertThat(status).isOne();
    }
  }

  private static int monitoringPort(Path natsFolder) throws IOException {
    try (Stream<Path> files = Files.list(natsFolder)) {
      Path ports = files.filter(file -> file.toString().endsWith(".ports")).findFirst().get();
      JsonNode named = Json.parse(Files.readString(ports));
      return URI.create(named.path("monitoring").path(0).asText()).getPort();
    }
  }

  @Test
  void autoSaysWhyItTakesProcesses() throws IOException, InterruptedException {
    run("auto", "unix://" + folder.resolve("none.sock"));

    assertThat(said).contains("runtime processes: no Docker engine answers at unix://");
    assertThat(status).isZero();
  }
}
