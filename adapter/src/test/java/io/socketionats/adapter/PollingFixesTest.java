package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.SocketIOServer;
import io.netty.bootstrap.ServerBootstrap;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that poll stay connected, get everything in order, and are let go when they leave. */
class PollingFixesTest {
  private static final String NAMESPACE = "/chat";
  private static final Duration STAY = Duration.ofSeconds(3);
  private static final int EVERY_MILLISECONDS = 5;

  private final ScriptedNats nats = new ScriptedNats();
  private final NatsAdapter adapter = NatsAdapter.builder().servers(nats.url()).build();
  private final BlockingQueue<String> leavers = new LinkedBlockingQueue<>();
  private final Configuration configuration = new Configuration();
  private final List<TestClient> clients = new ArrayList<>();
  private SocketIOServer server;

  @BeforeEach
  void start() throws IOException {
    configuration.setHostname("127.0.0.1");
    configuration.setPort(ReservedPort.next());
    configuration.setRandomSession(true);
    configuration.setBossThreads(1);
    configuration.setWorkerThreads(4);
    configuration.getSocketConfig().setReuseAddress(true);
    configuration.setStoreFactory(adapter.storeFactory());
  }

  private void startServer() {
    server = PollingFixes.server(configuration);
    adapter.addNamespace(server, NAMESPACE);
    for (SocketIONamespace each : server.getAllNamespaces()) {
      each.addDisconnectListener(client -> leavers.add(each.getName() + client.getSessionId()));
    }
    server.start();
  }

  @AfterEach
  void stop() {
    clients.forEach(TestClient::close);
    adapter.close();
    if (server != null) {
      Thread stop = new Thread(server::stop, "stop"); // takes netty-socketio 4 s
      stop.setDaemon(true);
      stop.start();
    }
    nats.close();
  }

  private TestClient connect(String namespace, String... transports) {
    TestClient client = TestClient.connect(configuration.getPort(), namespace, transports);
    clients.add(client);
    return client;
  }

  private void broadcast(int number) {
    for (String namespace : List.of("/", NAMESPACE)) {
      if (number % 2 == 0) {
        adapter.of(namespace).emit("tick", number);
      } else {
        server
            .getNamespace(Namespaces.toNetty(namespace))
            .getBroadcastOperations()
            .sendEvent("tick", number);
      }
    }
  }

  @Test
  void keepsJavaClientsAndAllTheirEvents() throws InterruptedException {
    startServer();
    AtomicInteger next = new AtomicInteger();
    ScheduledExecutorService broadcaster = Executors.newSingleThreadScheduledExecutor();
    try {
      broadcaster.scheduleAtFixedRate(
          () -> broadcast(next.getAndIncrement()), 0, EVERY_MILLISECONDS, TimeUnit.MILLISECONDS);
      for (String namespace : List.of("/", NAMESPACE)) {
        for (int i = 0; i < 3; i++) {
          connect(namespace, "polling");
          connect(namespace, "polling", "websocket");
        }
      }
      // Being connected all this time is the claim.
      assertThat(broadcaster.awaitTermination(STAY.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
    } finally {
      broadcaster.shutdown();
    }
    assertThat(broadcaster.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
    adapter.of("/").emit("end");
    adapter.of(NAMESPACE).emit("end");

    int all = next.get();
    assertThat(all).isGreaterThan(100);
    for (TestClient client : clients) {
      List<String> ticks = client.until("end");
      assertThat(ticks).isNotEmpty();
      assertThat(ticks)
          .isEqualTo(IntStream.range(all - ticks.size(), all).mapToObj(i -> "tick " + i).toList());
      assertThat(client.disconnects()).isEmpty();
      assertThat(client.isConnected()).isTrue();
    }
    assertThat(leavers).isEmpty();
  }

  /** The packet after the fiftieth of an answer used to be lost, and so did some whole polls. */
  @Test
  void deliversABurstToAClientThatPolls() {
    startServer();
    TestClient client = connect("/", "polling");
    await().until(() -> !server.getAllClients().isEmpty());

    IntStream.range(0, 2000).forEach(this::broadcast);
    adapter.of("/").emit("end");

    assertThat(client.until("end"))
        .isEqualTo(IntStream.range(0, 2000).mapToObj(i -> "tick " + i).toList());
  }

  /** Its poll used to stay without an answer. */
  @Test
  void goesOnAfterAnEventThatCannotBeWritten() {
    startServer();
    TestClient polling = connect("/", "polling");
    TestClient upgraded = connect("/", "websocket");
    await().until(() -> server.getAllClients().size() == 2);
    Object noJson =
        new Object() {
          @SuppressWarnings("unused") // Jackson asks
          public String getValue() {
            throw new IllegalStateException("not now");
          }
        };

    server.getAllClients().forEach(client -> client.sendEvent("bad", noJson));
    adapter.of("/").emit("good");
    adapter.of("/").emit("end");

    assertThat(polling.until("end")).containsExactly("good");
    assertThat(upgraded.until("end")).containsExactly("good");
  }

  @Test
  void noticesThatAClientDisconnects() throws InterruptedException {
    startServer();
    TestClient client = connect(NAMESPACE, "polling");
    String id = client.id();

    client.close();

    assertThat(List.of(leaver(), leaver())).containsExactlyInAnyOrder(id, NAMESPACE + id);
    assertThat(client.disconnects()).containsExactly("io client disconnect");
  }

  @Test
  void noticesThatAClientLeavesOneOfItsNamespaces() throws InterruptedException, IOException {
    startServer();
    Poller client = new Poller().open(NAMESPACE);

    client.post("41" + NAMESPACE + ",");
    assertThat(leaver()).isEqualTo(NAMESPACE + client.id);

    adapter.of(NAMESPACE).emit("tick", 0);
    adapter.of("/").emit("tick", 1);
    assertThat(client.poll()).containsExactly("42[\"tick\",1]");
  }

  @Test
  void noticesThatAClientClosesItsConnection() throws InterruptedException, IOException {
    startServer();
    Poller client = new Poller().open("/");

    client.post("1");

    assertThat(leaver()).isEqualTo(client.id);
  }

  @Test
  void noticesThatAClientPollsNoMore() throws InterruptedException, IOException {
    configuration.setPingInterval(2000);
    configuration.setPingTimeout(300);
    startServer();
    Poller client = new Poller().open("/");

    assertThat(leaver()).isEqualTo(client.id);
  }

  @Test
  void noticesThatAClientGoesAwayDuringAPoll() throws InterruptedException, IOException {
    configuration.setPingInterval(2000);
    configuration.setPingTimeout(300);
    startServer();
    Poller client = new Poller().open("/");

    client.pollAndGoAway();

    assertThat(leaver()).isEqualTo(client.id);
  }

  /** An event that was on its way into the broken poll may be lost: so there are several. */
  @Test
  void keepsAClientWhosePollWasBroken() throws IOException {
    startServer();
    Poller client = new Poller().open("/");
    ScheduledExecutorService broadcaster = Executors.newSingleThreadScheduledExecutor();

    client.pollAndGoAway();
    try {
      broadcaster.scheduleAtFixedRate(
          () -> adapter.of("/").emit("tick", 1), 0, 50, TimeUnit.MILLISECONDS);
      assertThat(client.poll()).isNotEmpty().allMatch("42[\"tick\",1]"::equals);
      assertThat(client.poll()).isNotEmpty().allMatch("42[\"tick\",1]"::equals);
    } finally {
      broadcaster.shutdown();
    }
  }

  @Test
  void refusesABootstrapWithoutPipeline() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PollingFixes.applyTo(new ServerBootstrap(), configuration))
        .withMessage(
            "bootstrap has no child handler, so there is no pipeline to repair; pass the one that"
                + " SocketIOServer.applyConnectionOptions was given");
  }

  private String leaver() throws InterruptedException {
    String leaver = leavers.poll(10, TimeUnit.SECONDS);
    assertThat(leaver).as("who left, within 10 s").isNotNull();
    return leaver;
  }

  /** A client of Engine.IO 4 with long-polling, packet by packet; hides nothing it is told. */
  private final class Poller {
    private static final String SEPARATOR = "\u001e";
    private String id = "";

    private String url() {
      return "http://127.0.0.1:%d/socket.io/?EIO=4&transport=polling%s"
          .formatted(configuration.getPort(), id.isEmpty() ? "" : "&sid=" + id);
    }

    /** Enters the default namespace, and another if that is asked for. */
    Poller open(String namespace) throws IOException {
      id = poll().get(0).replaceFirst("^0.*\"sid\":\"([^\"]+)\".*", "$1");
      post("40");
      assertThat(poll()).containsExactly("40{\"sid\":\"" + id + "\"}");
      if (!namespace.equals("/")) {
        post("40" + namespace + ",");
        assertThat(poll()).containsExactly("40" + namespace + ",{\"sid\":\"" + id + "\"}");
      }
      return this;
    }

    List<String> poll() throws IOException {
      return List.of(request(null, 5000).split(SEPARATOR));
    }

    void post(String packet) throws IOException {
      assertThat(request(packet, 5000)).isEqualTo("ok");
    }

    /** Ends the connection when the server has had time to bind the poll. */
    void pollAndGoAway() throws IOException {
      try {
        assertThat(request(null, 100)).as("the answer to a poll for which nothing waits").isNull();
      } catch (java.net.SocketTimeoutException e) {
        // It hangs, as it should; the connection is closed now.
      }
    }

    /** On a connection of its own, since the server closes each after its answer. */
    private String request(String body, int timeout) throws IOException {
      HttpURLConnection connection = (HttpURLConnection) URI.create(url()).toURL().openConnection();
      connection.setReadTimeout(timeout);
      connection.setRequestProperty("Connection", "close");
      if (body != null) {
        connection.setDoOutput(true);
        connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
      }
      try (InputStream answer = connection.getInputStream()) {
        return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
      } finally {
        connection.disconnect();
      }
    }
  }
}
