package io.socketionats.conformance.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.adapter.NatsAdapter;
import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.launch.broker.NatsServer;
import io.socketionats.conformance.launch.broker.NatsServerFinder;
import io.socketionats.engine.EngineServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The clients of npm, of Socket.IO 4 and 2, stay connected to the server that the README tells to
 * make and get everything in order, whether they poll all the time or only at first.
 */
class NpmClientsIT {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);
  private static final Duration END_LIMIT = Duration.ofSeconds(30);
  private static final Duration STAY = Duration.ofSeconds(3);
  private static final int EVERY_MILLISECONDS = 5;
  private static final int CLIENTS = 2;
  private static final String OTHER = "/chat";

  /** With what JSON, scripts and old clients have to take care of. */
  private static final String TEXT = "it's \"é€😀\"";

  @TempDir Path folder;

  private final List<Listeners> listeners = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();
  private NatsServer broker;
  private NatsAdapter adapter;
  private SocketIOServer server;

  @BeforeEach
  void start() throws IOException {
    broker = NatsServer.start(NatsServerFinder.ofThisProcess(System.err::println).find(), folder);
    adapter = NatsAdapter.builder().servers(broker.url()).build();
    Configuration configuration = new Configuration();
    configuration.setHostname("127.0.0.1");
    configuration.setPort(ReservedPort.next());
    configuration.getSocketConfig().setReuseAddress(true);
    configuration.setStoreFactory(adapter.storeFactory());
    server = new EngineServer(configuration);
    adapter.addNamespace(server, OTHER);
    server.start();
  }

  @AfterEach
  void stop() {
    listeners.forEach(Listeners::close);
    adapter.close();
    Thread stop = new Thread(server::stop, "stop"); // takes netty-socketio 4 s
    stop.setDaemon(true);
    stop.start();
    broker.close();
  }

  /** Both ways of emitting, in turn; one event for each namespace. */
  private void broadcast(int number) {
    for (String namespace : List.of("/", OTHER)) {
      if (number % 2 == 0) {
        adapter.of(namespace).emit("tick", number, TEXT);
      } else {
        server
            .getNamespace(namespace.equals("/") ? "" : namespace)
            .getBroadcastOperations()
            .sendEvent("tick", number, TEXT);
      }
    }
  }

  @Test
  void keepsTheClientsAndAllTheirEvents() throws IOException, InterruptedException {
    ScheduledExecutorService broadcaster = Executors.newSingleThreadScheduledExecutor();
    try {
      broadcaster.scheduleAtFixedRate(
          () -> broadcast(next.getAndIncrement()), 0, EVERY_MILLISECONDS, TimeUnit.MILLISECONDS);
      for (int generation : List.of(4, 2)) {
        for (boolean pollingOnly : List.of(true, false)) {
          for (String namespace : List.of("/", OTHER)) {
            listen(generation, pollingOnly, namespace);
          }
        }
      }
      for (Listeners each : listeners) {
        each.awaitAll("connected", CONNECT_LIMIT);
        if (!each.pollingOnly) {
          each.awaitUpgraded(CONNECT_LIMIT);
        }
      }
      // Being connected all this time is the claim.
      assertThat(broadcaster.awaitTermination(STAY.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
    } finally {
      broadcaster.shutdown();
    }
    assertThat(broadcaster.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
    adapter.of("/").emit("end");
    adapter.of(OTHER).emit("end");

    for (Listeners each : listeners) {
      each.awaitAll("end", END_LIMIT);
      List<JsonNode> lines = each.lines();
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        judge(
            each + ", client " + client,
            each.pollingOnly,
            lines.stream().filter(line -> line.path("client").asInt() == client).toList());
      }
    }
  }

  private void listen(int generation, boolean pollingOnly, String namespace) throws IOException {
    String url =
        "http://127.0.0.1:"
            + server.getConfiguration().getPort()
            + namespace.replaceFirst("/$", "");
    listeners.add(new Listeners(folder, url, generation, pollingOnly));
  }

  private void judge(String who, boolean pollingOnly, List<JsonNode> lines) {
    List<JsonNode> ticks = that("tick", lines);
    int all = next.get();
    // Of 3 s at 200 a second, less what the generator was late, at the least a sixth.
    assertThat(ticks).as(who).hasSizeGreaterThan(100);
    assertThat(ticks.stream().map(tick -> tick.path("number").asInt()).toList())
        .as(who)
        .isEqualTo(IntStream.range(all - ticks.size(), all).boxed().toList());
    assertThat(ticks).as(who).allMatch(tick -> tick.path("text").asText().equals(TEXT));
    assertThat(that("end", lines)).as(who).hasSize(1);
    assertThat(that("disconnected", lines)).as(who).isEmpty();
    assertThat(that("failed", lines)).as(who).isEmpty();
    assertThat(that("connected", lines)).as(who).hasSize(1);
    // A client that was upgraded before it was connected tells of no upgrade.
    String first = that("connected", lines).get(0).path("transport").asText();
    assertThat(that("upgraded", lines))
        .as(who)
        .hasSize(pollingOnly || first.equals("websocket") ? 0 : 1);
  }

  private static List<JsonNode> that(String is, List<JsonNode> lines) {
    return lines.stream().filter(line -> line.path("is").asText().equals(is)).toList();
  }

  /** Clients of one kind, in one process. */
  private static final class Listeners implements AutoCloseable {
    private final String name;
    private final boolean pollingOnly;
    private final Path output;
    private final Process process;

    Listeners(Path folder, String url, int generation, boolean pollingOnly) throws IOException {
      this.pollingOnly = pollingOnly;
      ObjectNode options = Json.object();
      options.put("url", url).put("generation", generation).put("count", CLIENTS);
      if (pollingOnly) {
        options.putArray("transports").add("polling");
      }
      name = Json.text(options);
      output = Files.createTempFile(folder, "clients", ".jsonl");
      process =
          new ProcessBuilder(
                  System.getProperty("node", "node"),
                  Checkout.root().resolve("node-fixtures/clients/listen.mjs").toString(),
                  name)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    }

    /** The whole lines so far; one that is no JSON is an error of the program. */
    List<JsonNode> lines() throws IOException {
      String text = Files.readString(output, StandardCharsets.UTF_8);
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(Json::parse).toList();
    }

    void awaitAll(String is, Duration limit) {
      awaitAll("are " + is, limit, line -> line.path("is").asText().equals(is));
    }

    void awaitUpgraded(Duration limit) {
      awaitAll("use WebSocket", limit, line -> line.path("transport").asText().equals("websocket"));
    }

    private void awaitAll(String what, Duration limit, Predicate<JsonNode> says) {
      await(this + ": all " + what)
          .atMost(limit)
          .pollInterval(Duration.ofMillis(500)) // each look reads everything
          .failFast("it has ended", () -> !process.isAlive())
          .until(
              () ->
                  lines().stream().filter(says).map(line -> line.path("client")).distinct().count()
                      == CLIENTS);
    }

    @Override
    public void close() {
      process.destroy();
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
