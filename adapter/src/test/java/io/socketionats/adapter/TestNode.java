package io.socketionats.adapter;

import static org.awaitility.Awaitility.await;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.protocol.JsonSupport;
import io.socketionats.engine.EngineServer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A real server with an adapter, on any free port of the loopback interface. */
final class TestNode implements AutoCloseable {
  final NatsAdapter adapter;
  final SocketIOServer server;
  private final List<TestClient> clients = new CopyOnWriteArrayList<>();

  private TestNode(NatsAdapter adapter, SocketIOServer server) {
    this.adapter = adapter;
    this.server = server;
  }

  static TestNode start(ScriptedNats nats, AdapterListener listener, String... namespaces) {
    return start(NatsAdapter.builder().servers(nats.url()).listener(listener).build(), namespaces);
  }

  static TestNode start(NatsAdapter adapter, String... namespaces) {
    return start(adapter, null, namespaces);
  }

  /** With a JsonSupport other than netty-socketio's default. */
  static TestNode start(NatsAdapter adapter, JsonSupport json, String... namespaces) {
    Configuration configuration = new Configuration();
    configuration.setJsonSupport(json);
    configuration.setHostname("127.0.0.1");
    configuration.setPort(ReservedPort.next());
    configuration.setWebsocketCompression(false);
    configuration.setBossThreads(1);
    configuration.setWorkerThreads(2);
    configuration.getSocketConfig().setReuseAddress(true);
    configuration.setStoreFactory(adapter.storeFactory());
    SocketIOServer server = new EngineServer(configuration);
    TestNode node = new TestNode(adapter, server);
    for (String namespace : namespaces) {
      adapter.addNamespace(server, namespace);
    }
    server.start();
    return node;
  }

  TestClient connect(String namespace) {
    TestClient client = TestClient.connect(server.getConfiguration().getPort(), namespace);
    clients.add(client);
    await()
        .atMost(TestClient.LIMIT_SECONDS, TimeUnit.SECONDS)
        .until(() -> find(namespace, client) != null);
    confirmed(adapter.flush());
    return client;
  }

  SocketIOClient find(String namespace, TestClient client) {
    return server
        .getNamespace(Namespaces.toNetty(namespace))
        .getClient(UUID.fromString(client.id()));
  }

  void join(TestClient client, String... rooms) {
    confirmed(adapter.join(find(client.namespace(), client), rooms));
  }

  void leave(TestClient client, String... rooms) {
    confirmed(adapter.leave(find(client.namespace(), client), rooms));
  }

  static void confirmed(CompletionStage<Void> stage) {
    stage.toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join();
  }

  /** Stopping a server takes netty-socketio 4 s, for which nobody waits. */
  @Override
  public void close() {
    clients.forEach(TestClient::close);
    adapter.close();
    Thread stop = new Thread(server::stop, "stop");
    stop.setDaemon(true);
    stop.start();
  }
}
