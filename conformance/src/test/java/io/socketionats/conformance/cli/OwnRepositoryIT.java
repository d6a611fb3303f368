package io.socketionats.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An adapter, a node program, and what is known of them, in a folder that is no part of this
 * project.
 */
class OwnRepositoryIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Sends no flag and drops what is meant for the room that is named {@code *}. */
  private static final String DEVIANT =
      """
      import { connect } from "%s";
      import { adapterOf, NatsAdapter } from "%s";

      class Deviant extends NatsAdapter {
        broadcast(packet, options) {
          if (!options.rooms.has("*")) super.broadcast(packet, options);
        }
      }

      export default async ({ servers, key, delimiter }) => {
        const nc = await connect({ servers });
        const adapter = adapterOf(Deviant, { key, delimiter, nc });
        await adapter.nc.ready;
        return { adapter, flush: () => adapter.flush(), close: () => nc.close() };
      };
      """;

  private static final String LOSES_STARS =
      """
      [{"requirement": "R06", "implementation": "node-adapter", "part": "emitter",
        "reason": "rooms that are named * get nothing", "link": "https://example.org/issues/7"}]
      """;

  @TempDir Path repository;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path adapter;

  @BeforeEach
  void writeTheAdapter() throws IOException {
    Path packages = Checkout.root().resolve("node-fixtures/node_modules");
    adapter =
        Files.writeString(
            repository.resolve("adapter.mjs"),
            DEVIANT.formatted(
                packages.resolve("nats/index.js").toUri(),
                packages.resolve("socket.io-nats/index.mjs").toRealPath().toUri()));
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(repository.resolve(name), text);
  }

  private int interop(String... arguments) {
    return Interop.execute(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
  }

  private int run(String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("run", "--quiet", "--runtime", "processes", "--out", reports().toString()));
    arguments.addAll(List.of(options));
    return interop(arguments.toArray(String[]::new));
  }

  private int runAdapter(String... options) {
    List<String> arguments = new ArrayList<>(List.of("--node-adapter", adapter.toString()));
    arguments.addAll(List.of(options));
    return run(arguments.toArray(String[]::new));
  }

  private Path reports() {
    return repository.resolve("reports");
  }

  private JsonNode report() throws IOException {
    return Json.parse(Files.readString(reports().resolve("report.json")));
  }

  private String verdict(String requirement, String emitter, String receiver) throws IOException {
    for (JsonNode result : report().path("results")) {
      if (result.path("requirement").asText().equals(requirement)
          && result.path("emitter").asText().equals(emitter)
          && result.path("receiver").asText().equals(receiver)) {
        return result.path("verdict").asText() + ": " + result.path("detail").asText();
      }
    }
    return "absent";
  }

  @AfterEach
  void leaveNothingRunning() {
    await("the processes of the run end")
        .atMost(LIMIT)
        .until(() -> ProcessHandle.current().descendants().noneMatch(ProcessHandle::isAlive));
  }

  // --known

  @Test
  void failsForAnAdapterThatDeviates() throws IOException {
    assertThat(runAdapter("--select", "R01,R06")).isEqualTo(1);
    assertThat(verdict("R06", "node-adapter", "java")).startsWith("failed: lost: ");
    assertThat(verdict("R01", "node-adapter", "java")).isEqualTo("passed: ");
  }

  @Test
  void isAsExpectedWhenTheDeviationsAreKnown() throws IOException {
    Path known = file("known.json", LOSES_STARS);

    assertThat(runAdapter("--select", "R01,R06", "--known", known.toString()))
        .as("%s%s", out, err)
        .isZero();
    String excused =
        "known-deviation: rooms that are named * get nothing (https://example.org/issues/7)";
    assertThat(verdict("R06", "node-adapter", "java")).isEqualTo(excused);
    assertThat(verdict("R06", "node-adapter", "node-adapter")).isEqualTo(excused);
    assertThat(verdict("R06", "java", "node-adapter")).isEqualTo("passed: ");
  }

  @Test
  void isAsExpectedWhenAllThatAWeakAdapterDoesIsKnown() throws IOException {
    Path participants = Checkout.root().resolve("node-fixtures/participants");

    assertThat(
            run(
                "--node-adapter",
                participants.resolve("original-like.mjs").toString(),
                "--implementations",
                "java,node-sio4",
                "--select",
                "R01,R05,W13,S01",
                "--known",
                participants.resolve("original-like.known.json").toString()))
        .as("%s%s", out, err)
        .isZero();
    assertThat(verdict("S01", "java", "node-adapter"))
        .isEqualTo("known-deviation: a frame of this kind ends its process");
    assertThat(verdict("S01", "java", "node-sio4")).isEqualTo("passed: ");
  }

  @Test
  void failsWhenAKnownDeviationHasGone() throws IOException {
    Path known =
        file(
            "known.json",
            """
            [{"requirement": "R06", "implementation": "node-adapter", "part": "emitter", "reason": "stars"},
             {"requirement": "R01", "emitter": "java", "receiver": "node-adapter", "reason": "once upon a time"}]
            """);

    assertThat(runAdapter("--select", "R01,R06", "--known", known.toString())).isEqualTo(1);
    assertThat(verdict("R01", "java", "node-adapter"))
        .isEqualTo("unexpected-pass: once upon a time");
    assertThat(out.toString()).contains("it passed, but it is declared to fail: once upon a time");
  }

  @Test
  void failsWhenNothingWasJudgedForAKnownDeviation() throws IOException {
    // an adapter without an emitter of its own: those requirements are unsupported for it
    Path known =
        file(
            "known.json",
            "[{\"requirement\": \"M01\", \"emitter\": \"node-adapter\", \"receiver\": \"java\", \"reason\": \"x\"}]");

    assertThat(runAdapter("--select", "R01,M01", "--known", known.toString())).isEqualTo(1);
    String stale =
        "--known '%s': [0]: M01 is unsupported for every pair that the entry covers; take the entry out"
            .formatted(known);
    assertThat(report().path("run").path("stale")).hasSize(1);
    assertThat(report().path("run").path("stale").get(0).asText()).isEqualTo(stale);
    assertThat(out.toString())
        .contains("Declared to fail, but not judged\n")
        .contains("1 declared deviation matched no result that was judged.");
  }

  @Test
  void refusesAKnownDeviationThatCanMatchNothing() throws IOException {
    Path known =
        file(
            "known.json",
            "[{\"requirement\": \"R06\", \"implementation\": \"node-adaptor\", \"part\": \"both\", \"reason\": \"x\"}]");

    assertThat(runAdapter("--known", known.toString())).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "interop: --known '%s': [0] names the implementation 'node-adaptor'; there are java, java-plain, node-sio4, java-mickl, node-mickl, node-adapter\n"
                .formatted(known));
    assertThat(reports()).doesNotExist();
  }

  // --skip

  @Test
  void leavesOutWhatIsSkippedAndSaysWhy() throws IOException {
    assertThat(runAdapter("--select", "R01,R06", "--skip", "R06=rooms named * are not used here"))
        .as("%s%s", out, err)
        .isZero();
    assertThat(verdict("R06", "node-adapter", "java"))
        .isEqualTo("unsupported: left out by --skip: rooms named * are not used here");
    assertThat(verdict("R01", "node-adapter", "java")).isEqualTo("passed: ");
    assertThat(out.toString()).contains("left out: R06, rooms named * are not used here\n");
    assertThat(Files.readString(reports().resolve("junit.xml")))
        .contains("unsupported: left out by --skip: rooms named * are not used here");
  }

  // --descriptor

  private Path descriptor(String id, String more) throws IOException {
    return file(
        id + ".json",
        """
        {"id": "%s", "language": "javascript", "dialect": "socket.io-nats", "generation": 4,
         "command": ["${node}", "${root}/node-fixtures/node.mjs"],
         "environment": {"ADAPTER_FILE": "${folder}/adapter.mjs"}%s}
        """
            .formatted(id, more));
  }

  @Test
  void runsAnImplementationThatIsDescribedElsewhereBesideJava() throws IOException {
    Path file = descriptor("mine", "");
    Path known = file("known.json", LOSES_STARS.replace("node-adapter", "mine"));

    assertThat(
            run(
                "--select",
                "R01,R06",
                "--descriptor",
                file.toString(),
                "--known",
                known.toString()))
        .as("%s%s", out, err)
        .isZero();
    assertThat(report().path("implementations"))
        .extracting(one -> one.path("id").asText())
        .containsExactly("java", "mine");
    assertThat(verdict("R06", "mine", "java")).startsWith("known-deviation: ");
  }

  @Test
  void refusesADescriptorWithAnIdThatIsTaken() throws IOException {
    Path file = descriptor("java", "");

    assertThat(run("--descriptor", file.toString())).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "interop: the descriptors '%s' and '%s' both have the id 'java'; give each implementation an id of its own\n"
                .formatted(Checkout.root().resolve("conformance/implementations/java.json"), file));
  }

  @Test
  void refusesADescriptorWhoseProgramIsMissing() throws IOException {
    Path file =
        file(
            "mine.json",
            "{\"id\":\"mine\",\"language\":\"perl\",\"dialect\":\"mickl\",\"command\":[\"perl7\"]}");

    assertThat(run("--descriptor", file.toString())).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "interop: the program 'perl7' of 'mine' is not on PATH; install it, or correct the first word of command in the descriptor\n");
  }

  // doctor

  @Test
  void startsANodeOfEveryDescriptor() throws IOException {
    Path sound = descriptor("mine", "");
    Path broken = descriptor("broken", ", \"comand\": 1");
    Path mute =
        file(
            "mute.json",
            "{\"id\":\"mute\",\"language\":\"sh\",\"dialect\":\"mickl\",\"command\":[\"sh\",\"-c\",\"echo no broker here >&2; exit 4\"]}");

    int status =
        interop(
            "doctor",
            "--descriptor",
            sound.toString(),
            "--descriptor",
            broken.toString(),
            "--descriptor",
            mute.toString());

    assertThat(status).as("%s%s", out, err).isEqualTo(3);
    assertThat(out.toString().lines())
        .anyMatch(
            line -> line.matches("ok       java             starts and stops: .*netty-socketio .*"))
        .anyMatch(line -> line.matches("ok       node-mickl       starts and stops: .*"))
        .anyMatch(
            line -> line.matches("ok       mine             starts and stops: .*socket.io 4.*"))
        .contains(
            "wrong    descriptor       the descriptor '%s' has the unknown key 'comand'; it may have id, language, dialect, generation, engine, command, environment, deviations, $comment"
                .formatted(broken),
            "wrong    mute             node 'mute-1' failed: it exited with status 4 before it was ready; its last lines on standard error:",
            "         no broker here");
  }
}
