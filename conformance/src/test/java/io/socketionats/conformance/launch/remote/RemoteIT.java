package io.socketionats.conformance.launch.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.cli.Interop;
import io.socketionats.conformance.launch.broker.NatsServer;
import io.socketionats.conformance.launch.broker.NatsServerFinder;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Implementations;
import io.socketionats.conformance.launch.runtime.Toolchain;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs against a broker and nodes that the harness did not start. */
class RemoteIT {
  private static final List<Implementation> ALL =
      Implementations.in(Checkout.root().resolve("conformance/implementations"));

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("run", "--quiet", "--out", folder.resolve("reports").toString()));
    arguments.addAll(List.of(options));
    return Interop.execute(
        arguments.toArray(String[]::new), new PrintWriter(out, true), new PrintWriter(err, true));
  }

  private NatsServer broker() {
    return NatsServer.start(NatsServerFinder.ofThisProcess(System.err::println).find(), folder);
  }

  /** The file of nodes; each server's own ports file tells its addresses. */
  private Path file(ArrayNode nodes, Path... servers) throws IOException {
    ObjectNode content = Json.object();
    ObjectNode nats = content.putObject("nats");
    ArrayNode urls = nats.putArray("url");
    ArrayNode monitoring = nats.putArray("monitoring");
    for (Path server : servers) {
      JsonNode ports = ports(server);
      urls.add(ports.path("nats").path(0));
      monitoring.add(ports.path("monitoring").path(0));
    }
    content.set("nodes", nodes);
    return Files.writeString(folder.resolve("nodes.json"), Json.text(content));
  }

  private static JsonNode ports(Path server) throws IOException {
    try (Stream<Path> files = Files.list(server)) {
      return Json.parse(
          Files.readString(
              files.filter(file -> file.toString().endsWith(".ports")).findFirst().orElseThrow()));
    }
  }

  private static Implementation implementation(String id) {
    return Implementations.select(ALL, List.of(id)).get(0);
  }

  @Test
  void judgesNodesThatSomebodyElseRuns() throws IOException {
    try (NatsServer broker = broker();
        Orchestrator orchestrator =
            new Orchestrator(Toolchain.ofThisProcess(Checkout.root(), ALL), folder)) {
      ArrayNode nodes = Json.array();
      for (String id : List.of("java", "node-sio4", "java", "node-sio4")) {
        nodes.add(orchestrator.run(implementation(id), broker.url()));
      }
      Path file = file(nodes, folder);

      int status =
          run(
              "--runtime",
              "remote",
              "--nodes",
              file.toString(),
              "--select",
              "N01,R01,U01,X01,L08,E12,T01,K01",
              "--repeat",
              "2");

      assertThat(status).as("%s%s", out, err).isZero();
      assertThat(err.toString()).isEmpty();
      JsonNode report = Json.parse(Files.readString(folder.resolve("reports/report.json")));
      assertThat(report.path("run").path("runtime").asText()).isEqualTo("remote");
      assertThat(report.path("results"))
          .filteredOn(result -> result.path("verdict").asText().equals("passed"))
          .hasSize(5 * 4);
      assertThat(report.path("results"))
          .filteredOn(result -> result.path("verdict").asText().equals("unsupported"))
          .as("faults for each pair, clients for each implementation")
          .extracting(result -> result.path("requirement").asText())
          .containsExactlyInAnyOrder("E12", "E12", "E12", "E12", "T01", "T01", "K01", "K01")
          .hasSize(report.path("results").size() - 5 * 4);
      assertThat(orchestrator.starts()).as("each repetition has fresh nodes").isBetween(8, 12);
      assertThat(broker.isAlive()).isTrue();
      assertThat(log("java-2"))
          .isEqualTo(
              "node 'java-2' at %s is not run by the harness; its log is where it runs"
                  .formatted(nodes.get(2).path("control").asText()));
    }
  }

  /** The log of the only run that the reports are of. */
  private String log(String node) throws IOException {
    try (Stream<Path> runs = Files.list(folder.resolve("reports/logs"))) {
      return Files.readString(runs.findFirst().orElseThrow().resolve(node + ".log")).strip();
    }
  }

  /** What a flush proves holds at one server only; sentinels at all of them prove the rest. */
  @Test
  void judgesNodesOnSeveralServersOfACluster() throws IOException {
    Path program = NatsServerFinder.ofThisProcess(System.err::println).find();
    List<NatsServer> servers = new ArrayList<>();
    try (Orchestrator orchestrator =
        new Orchestrator(Toolchain.ofThisProcess(Checkout.root(), ALL), folder)) {
      for (String name : List.of("nats-0", "nats-1", "nats-2")) {
        List<URI> routes = servers.stream().map(server -> server.routes().orElseThrow()).toList();
        Path files = Files.createDirectory(folder.resolve(name));
        servers.add(NatsServer.startMember(program, files, routes));
      }
      ArrayNode nodes = Json.array();
      nodes.add(orchestrator.run(implementation("java"), servers.get(0).url()));
      nodes.add(orchestrator.run(implementation("node-sio4"), servers.get(1).url()));
      nodes.add(orchestrator.run(implementation("java"), servers.get(2).url()));
      nodes.add(orchestrator.run(implementation("node-sio4"), servers.get(0).url()));
      Path file =
          file(nodes, folder.resolve("nats-0"), folder.resolve("nats-1"), folder.resolve("nats-2"));

      int status =
          run(
              "--runtime",
              "remote",
              "--nodes",
              file.toString(),
              "--select",
              "N06,N08,R01,R02,P01,O01,L01,L08,S11",
              "--repeat",
              "2");

      assertThat(status).as("%s%s", out, err).isZero();
    } finally {
      servers.forEach(NatsServer::close);
    }
  }

  @Test
  void saysWhichNodeIsNotThere() throws IOException {
    try (NatsServer broker = broker();
        Socket nobody = new Socket()) {
      nobody.bind(new InetSocketAddress("127.0.0.1", 0)); // held, but nobody listens
      String control = "127.0.0.1:" + nobody.getLocalPort();
      Path file =
          file(
              Json.array()
                  .add(
                      Json.object()
                          .put("implementation", "java")
                          .put("control", control)
                          .put("url", "http://127.0.0.1:1")),
              folder);

      assertThat(run("--runtime", "remote", "--nodes", file.toString(), "--select", "R01")).isOne();
      assertThat(err).asString().isEmpty();
      JsonNode result =
          Json.parse(Files.readString(folder.resolve("reports/report.json")))
              .path("results")
              .path(0);
      assertThat(result.path("verdict").asText()).isEqualTo("crashed");
      assertThat(result.path("detail").asText())
          .contains(
              "node 'java-1' is not there: no node takes control at %s within 15 s: Connection refused; start it, or correct nodes[0].control in '%s'"
                  .formatted(control, file));
      assertThat(broker.isAlive()).isTrue();
    }
  }

  private void assertUsage(String message, String... options) {
    assertThat(run(options)).isEqualTo(2);
    assertThat(err).hasToString("interop: " + message + System.lineSeparator());
    assertThat(folder.resolve("reports")).doesNotExist();
  }

  @Test
  void needsAFileOfNodes() {
    assertUsage(
        "--runtime remote needs --nodes FILE, which says where the nodes are; see conformance/deploy/README.md",
        "--runtime",
        "remote");
  }

  @Test
  void refusesAFileOfNodesForOtherRuntimes() {
    assertUsage(
        "--nodes is for --runtime remote, got --runtime processes",
        "--runtime",
        "processes",
        "--nodes",
        "any.json");
  }

  @Test
  void refusesOptionsOfRuntimesThatStartNodes() {
    assertUsage(
        "--nats-server is for runtimes that start what they run; --runtime remote starts nothing",
        "--runtime",
        "remote",
        "--nodes",
        "any.json",
        "--nats-server",
        "any");
  }
}
