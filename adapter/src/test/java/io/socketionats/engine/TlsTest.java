package io.socketionats.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS as netty-socketio configures it, with either way of using the engine. */
class TlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir Path folder;

  private Path keys() throws IOException, InterruptedException {
    Path file = folder.resolve("keys.p12");
    int status =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "RSA",
                "-alias",
                "server",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString())
            .inheritIO()
            .start()
            .waitFor();
    assertThat(status).isZero();
    return file;
  }

  private static HttpClient client(Path keys) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      trusted.load(in, PASSWORD.toCharArray());
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(context).build();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void serves(Function<Configuration, SocketIOServer> make) throws Exception {
    Path keys = keys();
    Configuration configuration = new Configuration();
    configuration.setHostname("127.0.0.1");
    configuration.setPort(freePort());
    configuration.setSSLProtocol("TLS");
    configuration.setKeyStoreFormat("PKCS12");
    configuration.setKeyStorePassword(PASSWORD);
    configuration.setKeyStore(Files.newInputStream(keys));
    configuration.getSocketConfig().setReuseAddress(true);
    SocketIOServer server = make.apply(configuration);
    server.start();
    try {
      HttpClient client = client(keys);
      String at = "://127.0.0.1:" + configuration.getPort() + "/socket.io/?EIO=4&transport=";
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create("https" + at + "polling")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.body()).startsWith("0{\"sid\":");

      CompletableFuture<String> first = new CompletableFuture<>();
      WebSocket socket =
          client
              .newWebSocketBuilder()
              .buildAsync(
                  URI.create("wss" + at + "websocket"),
                  new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(
                        WebSocket from, CharSequence text, boolean last) {
                      first.complete(text.toString());
                      return null;
                    }
                  })
              .get(30, TimeUnit.SECONDS);
      assertThat(first.get(30, TimeUnit.SECONDS)).startsWith("0{\"sid\":");
      socket.abort();
    } finally {
      Thread stop = new Thread(server::stop, "stop"); // takes netty-socketio 4 s
      stop.setDaemon(true);
      stop.start();
    }
  }

  @Test
  void aServerOfTheEngineServesTls() throws Exception {
    serves(EngineServer::new);
  }

  @Test
  void anyServerWithTheEngineServesTls() throws Exception {
    serves(
        configuration -> {
          SocketIOServer server = new SocketIOServer(configuration);
          server.setPipelineFactory(new SocketIoEngine());
          return server;
        });
  }
}
