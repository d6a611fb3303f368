package io.socketionats.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.judge.catalogue.Catalogue;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line from its arguments to its exit status, texts and reports. */
class InteropIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int interop(String... arguments) {
    return Interop.execute(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
  }

  private int run(String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("run", "--quiet", "--out", reports().toString()));
    arguments.addAll(List.of(options));
    if (!arguments.contains("--runtime")) {
      arguments.addAll(List.of("--runtime", "processes"));
    }
    return interop(arguments.toArray(String[]::new));
  }

  private Path reports() {
    return folder.resolve("reports");
  }

  private JsonNode report() throws IOException {
    return Json.parse(Files.readString(reports().resolve("report.json")));
  }

  @AfterEach
  void leaveNothingRunning() {
    System.clearProperty("node");
    await("the processes of the run end")
        .atMost(LIMIT)
        .until(() -> ProcessHandle.current().descendants().noneMatch(ProcessHandle::isAlive));
  }

  // usage

  private void assertUsage(int status, String message) {
    assertThat(status).isEqualTo(2);
    assertThat(err).hasToString("interop: " + message + System.lineSeparator());
    assertThat(out.toString()).isEmpty();
    assertThat(reports()).doesNotExist();
  }

  @Test
  void refusesAnUnknownImplementation() {
    assertUsage(
        run("--implementations", "java,rust"),
        "no implementation 'rust'; there are java, java-plain, node-sio4, java-mickl, node-mickl");
  }

  @Test
  void refusesASelectorThatMatchesNothing() {
    assertUsage(
        run("--select", "R01,Q99"),
        "--select 'Q99' matches no requirement; 'interop list' shows them all");
  }

  @Test
  void refusesAnEmptySelection() {
    assertUsage(
        run("--select", "W12", "--implementations", "java-mickl"),
        "nothing to run: none of the selected requirements applies to the dialects of the selected implementations");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "twice", "1.5", "99999999999"})
  void refusesToRepeatLessThanOnce(String times) {
    assertUsage(
        run("--repeat=" + times),
        "--repeat must be a whole number of 1 or more, got '%s'".formatted(times));
  }

  @Test
  void refusesToRestartLessThanNever() {
    assertUsage(run("--restarts", "-1"), "--restarts must be 0 or more, got -1");
  }

  @Test
  void refusesAnAdapterFileInContainers() {
    assertUsage(
        run("--runtime", "containers", "--node-adapter", "mine.mjs"),
        "--node-adapter brings a program of this machine, which no container has; run it with --runtime processes");
  }

  @Test
  void refusesARuntimeThatItDoesNotKnow() {
    assertThat(run("--runtime", "clouds")).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "interop: --runtime must be processes, containers, remote or auto, got 'clouds'"
                + System.lineSeparator());
  }

  @Test
  void refusesAnAdapterFileThatIsMissing() {
    Path missing = folder.resolve("none.mjs");

    assertUsage(
        run("--node-adapter", missing.toString()),
        "--node-adapter '"
            + missing
            + "' is no file; it takes an ES module, see node-fixtures/README.md");
  }

  @Test
  void namesTheNodeThatIsToBeUsed() {
    assertUsage(
        run("--node", "/no/node"),
        "--node must be an executable file, got '/no/node'; leave it out to take node from PATH");
    assertThat(run("--select", "R01", "--node", "/bin/false")).isEqualTo(3);
    assertThat(err.toString()).contains("Node.js is missing: '/bin/false --version' does not run");
  }

  @Test
  void refusesToSkipEverything() {
    assertUsage(
        run("--select", "R01", "--skip", "R*=not today"),
        "nothing to run: --skip leaves out all that is selected");
  }

  @Test
  void refusesToSkipWithoutAnEqualsSign() {
    assertThat(run("--skip", "R01")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("interop: Value for option option '--skip' (ID=REASON) should be in KEY=VALUE");
  }

  @Test
  void refusesADialectThatItDoesNotKnow() throws IOException {
    assertUsage(
        run("--node-adapter", adapter("export default 1;").toString(), "--dialect", "redis"),
        "--dialect must be socket.io-nats or mickl, got 'redis'");
  }

  @Test
  void refusesAnOptionThatItDoesNotKnow() {
    assertThat(run("--fast")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo("interop: Unknown option: '--fast'\nsee 'interop run --help'\n");
  }

  @Test
  void showsItsUsageWhenItIsAskedForNothing() {
    assertThat(interop()).isEqualTo(2);
    assertThat(err.toString()).startsWith("Usage: interop [-hV] [COMMAND]");
  }

  @Test
  void refusesARequirementThatThereIsNot() {
    assertThat(interop("show", "R99")).isEqualTo(2);
    assertThat(err).hasToString("interop: no requirement 'R99'; 'interop list' shows them all\n");
  }

  // what there is

  @Test
  void listsRequirementsAndImplementations() {
    assertThat(interop("list")).isZero();
    assertThat(out.toString().lines())
        .contains(
            "R06  MUST   core      room-named-star",
            "W12  MUST   core      room-encoding                        only socket.io-nats",
            Catalogue.all().size() + " requirements; 'interop show ID' explains one",
            "java         java         dialect socket.io-nats",
            "node-mickl   javascript   dialect mickl");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void listsWhatIsSelected() {
    assertThat(interop("list", "--select", "R06,N01")).isZero();
    assertThat(out.toString().lines().map(line -> line.split(" ")[0]))
        .containsExactly("N01", "R06", "", "2");
  }

  @Test
  void explainsARequirement() {
    assertThat(interop("show", "r06")).isZero();
    assertThat(out)
        .hasToString(
            """
            R06 room-named-star
              %s
              force     MUST
              source    %s
              scope     core: every ordered pair of implementations
              dialects  mickl, socket.io-nats
              run it    conformance/interop run --select R06
            """
                .formatted(Catalogue.byId("R06").sentence(), Catalogue.byId("R06").source()));
  }

  @Test
  void explainsKnownDeviations() {
    assertThat(interop("show", "W13")).isZero();
    assertThat(out.toString().lines())
        .contains(
            "  known     node-mickl as receiver: rooms that arrive as numbers are compared strictly and match no room");
  }

  // what keeps a run from taking place

  private void assertCouldNotRun(int status, String message) {
    assertThat(status).isEqualTo(3);
    assertThat(err).hasToString("interop: " + message + System.lineSeparator());
  }

  private void assertNothingIsReported() {
    assertThat(reports().resolve("report.json")).doesNotExist();
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void leavesTheEarlierReportAloneWhenItCannotStart() throws IOException {
    Path page = Files.createDirectories(reports()).resolve("index.html");
    Path log = Files.createDirectories(reports().resolve("logs/before")).resolve("java-1.log");
    Files.writeString(page, "earlier");
    Files.writeString(log, "earlier");

    assertThat(run("--select", "R01", "--implementations", "java", "--nats-server", "/bin/false"))
        .isEqualTo(3);
    assertThat(page).hasContent("earlier");
    assertThat(log).hasContent("earlier");
    assertNothingIsReported();

    assertThat(run("--select", "R01", "--implementations", "java")).isZero();
    assertThat(page).content().startsWith("<!DOCTYPE html>");
    assertThat(log).as("of the report that is gone").doesNotExist();
  }

  @Test
  void needsTheNatsServerThatIsNamed() throws IOException {
    assertCouldNotRun(
        run("--select", "R01", "--implementations", "java", "--nats-server", "/no/nats-server"),
        "nats-server '/no/nats-server' (named by --nats-server, -Dnats.server or NATS_SERVER) is not an executable file; name another one or leave it out");
    assertNothingIsReported();
  }

  @Test
  void needsANatsServerThatRuns() throws IOException {
    assertThat(run("--select", "R01", "--implementations", "java", "--nats-server", "/bin/false"))
        .isEqualTo(3);
    assertThat(err.toString())
        .startsWith(
            "interop: nats-server exited with status 1 before it was ready; its last lines:");
    assertNothingIsReported();
  }

  @Test
  void needsNodeJsForNodesThatAreWrittenInIt() {
    System.setProperty("node", "/no/node");

    assertCouldNotRun(
        run("--select", "R01"),
        "Node.js is missing: '/no/node --version' does not run; install Node.js 18 or newer, or name it with --node FILE, or run without it: --implementations java");
  }

  @Test
  void needsAFolderThatItMayWriteTo() throws IOException {
    Files.writeString(reports(), "in the way");

    assertThat(run("--select", "R01", "--implementations", "java")).isEqualTo(3);
    assertThat(err.toString())
        .startsWith("interop: the report folder '" + reports() + "' cannot be written: ")
        .endsWith("; choose another with --out FOLDER\n");
  }

  // an adapter of the user's own

  private Path adapter(String module) throws IOException {
    return Files.writeString(folder.resolve("adapter.mjs"), module);
  }

  private void assertAdapterRefused(String module, String reason) throws IOException {
    Path file = adapter(module);

    assertThat(run("--select", "N01", "--node-adapter", file.toString())).isEqualTo(1);
    assertThat(err.toString()).isEmpty();
    assertThat(verdict("java", "java")).isEqualTo("passed");
    for (JsonNode result : report().path("results")) {
      if (!result.path("emitter").asText().equals(result.path("receiver").asText())) {
        assertThat(result.path("verdict").asText()).isEqualTo("crashed");
      }
    }
    assertThat(detail("java", "node-adapter"))
        .startsWith(
            "quarantined: expected the node to take part; node 'node-adapter-1' failed: it exited with status 69 before it was ready; its last lines on standard error:")
        .contains(
            "\nADAPTER_FILE '"
                + file
                + "' cannot be used: "
                + reason
                + "; expected is an ES module whose default export is async ({servers, key, delimiter}) => ({adapter, flush, close}), adapter being what io.adapter() takes\n")
        .doesNotContain("    at ");
    assertThat(report().path("implementations"))
        .extracting(one -> one.path("id").asText())
        .containsExactly("java", "node-adapter");
  }

  private JsonNode result(String emitter, String receiver) throws IOException {
    for (JsonNode result : report().path("results")) {
      if (result.path("emitter").asText().equals(emitter)
          && result.path("receiver").asText().equals(receiver)) {
        return result;
      }
    }
    throw new AssertionError("no result for " + emitter + " to " + receiver);
  }

  private String verdict(String emitter, String receiver) throws IOException {
    return result(emitter, receiver).path("verdict").asText();
  }

  private String detail(String emitter, String receiver) throws IOException {
    return result(emitter, receiver).path("detail").asText();
  }

  @Test
  void saysWhyAnAdapterCannotBeLoaded() throws IOException {
    assertAdapterRefused("export default async (", "Unexpected end of input");
  }

  @Test
  void saysWhatAnAdapterThrew() throws IOException {
    assertAdapterRefused(
        "export default async () => { throw new Error('no such cluster'); };",
        "its function failed: no such cluster");
  }

  @Test
  void saysThatAnAdapterExportsNothing() throws IOException {
    assertAdapterRefused("export const a = 1;", "its default export is missing, not a function");
  }

  @Test
  void saysWhichFunctionAnAdapterLacks() throws IOException {
    assertAdapterRefused(
        "export default async () => ({ adapter: () => {}, close: () => {} });",
        "the object it gave has no function 'flush'");
  }

  @Test
  void judgesAnAdapterOfTheUsersOwn() throws IOException {
    Path packages = Checkout.root().resolve("node-fixtures/node_modules");
    Path file =
        adapter(
            """
            import { connect } from "%s";
            import { adapterOf, NatsAdapter } from "%s";

            export default async ({ servers, key, delimiter }) => {
              const nc = await connect({ servers });
              const adapter = adapterOf(NatsAdapter, { key, delimiter, nc });
              await adapter.nc.ready;
              return { adapter, flush: () => adapter.flush(), close: () => nc.close() };
            };
            """
                .formatted(
                    packages.resolve("nats/index.js").toUri(),
                    packages.resolve("socket.io-nats/index.mjs").toRealPath().toUri()));

    assertThat(run("--select", "N01,R01", "--node-adapter", file.toString()))
        .as("%s%s", out, err)
        .isZero();
    assertThat(err.toString()).isEmpty();
    assertThat(report().path("results"))
        .hasSize(8)
        .allSatisfy(result -> assertThat(result.path("verdict").asText()).isEqualTo("passed"));
    assertThat(report().path("run").path("command").asText())
        .startsWith("conformance/interop run --quiet --out ");
    for (String name : List.of("index.html", "junit.xml", "summary.md", "wire.jsonl")) {
      assertThat(reports().resolve(name)).isNotEmptyFile();
    }
    try (Stream<Path> runs = Files.list(reports().resolve("logs"))) {
      assertThat(runs.toList())
          .singleElement()
          .satisfies(logs -> assertThat(logs.resolve("node-adapter-1.log")).exists());
    }
  }
}
