package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import io.socketionats.engine.EngineServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example in README.md is this code. */
class ReadmeExampleTest {
  static void example(int port) {
    // example begins
    NatsAdapter adapter = NatsAdapter.builder().servers("nats://localhost:4222").build();
    Configuration configuration = new Configuration();
    configuration.setPort(port);
    configuration.setStoreFactory(adapter.storeFactory()); // before the server is constructed
    SocketIOServer server = new EngineServer(configuration);
    adapter.addNamespace(server, "/chat").addConnectListener(c -> adapter.join(c, "lobby"));
    server.start();
    adapter.of("/chat").to("lobby", "staff").emit("message", "hello");
    // example ends
  }

  @Test
  void readmeShowsTheExampleAsItIsCompiled() throws IOException {
    List<String> source =
        Files.readAllLines(Path.of("src/test/java/io/socketionats/adapter/ReadmeExampleTest.java"));
    List<String> example =
        source
            .subList(
                source.indexOf("    // example begins") + 1, source.indexOf("    // example ends"))
            .stream()
            .map(line -> line.substring(4))
            .toList();

    assertThat(example).hasSize(8);
    assertThat(Files.readString(Path.of("README.md")))
        .contains("```java\n" + String.join("\n", example) + "\n```\n");
  }
}
