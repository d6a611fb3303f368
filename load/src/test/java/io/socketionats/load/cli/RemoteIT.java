package io.socketionats.load.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.launch.broker.Broker;
import io.socketionats.conformance.launch.runtime.Launcher;
import io.socketionats.load.cluster.LaunchedCluster;
import io.socketionats.load.result.Case;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.MeasurementFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node in load mode that somebody else has started. */
class RemoteIT {
  @TempDir Path folder;

  @Test
  void loadsWhatItDidNotLaunch() throws Exception {
    try (Launcher runtime = LaunchedCluster.runtime("processes", List.of(), folder, text -> {});
        Broker broker = runtime.startBroker(folder)) {
      Process node = node(broker.url());
      try (BufferedReader said =
          new BufferedReader(
              new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8))) {
        JsonNode hello = Json.parse(said.readLine());
        StringWriter err = new StringWriter();
        int status =
            Load.execute(
                ("run --remote %s --rate 20 --seconds 2 --repetitions 1 --connections 20 --slo p50=5s"
                        + " --other-cores 99 --out %s")
                    .formatted(deployment(broker.url(), hello), folder.resolve("out"))
                    .split(" "),
                new PrintWriter(new StringWriter()),
                new PrintWriter(err, true));
        assertThat(status).as(err.toString()).isZero();
      } finally {
        node.destroy();
        node.waitFor();
      }
    }
    Case only = new MeasurementFolder(folder.resolve("out")).read().cases().get(0);
    assertThat(only.cluster().runtime()).isEqualTo("remote");
    Level level = only.levels().get(only.levels().size() - 1);
    assertThat(level.deliveries().expected())
        .isEqualTo(level.deliveries().received())
        .isGreaterThan(300);
    assertThat(level.use().nodes()).as("what cannot be seen from here").isEmpty();
  }

  private Process node(String nats) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("node", Checkout.root().resolve("node-fixtures/node.mjs").toString())
            .redirectError(folder.resolve("node.log").toFile());
    builder
        .environment()
        .putAll(Map.of("NODE_NAME", "far", "NATS_SERVERS", nats, "CONTROL_PORT", "0", "LOAD", "1"));
    return builder.start();
  }

  /** Where the broker says, in its log, that it can be asked. */
  private String monitoring() throws IOException {
    Matcher line =
        Pattern.compile("http monitor on (\\S+)")
            .matcher(Files.readString(folder.resolve("nats-server.log")));
    assertThat(line.find()).isTrue();
    return line.group(1);
  }

  private Path deployment(String nats, JsonNode hello) throws IOException {
    return Files.writeString(
        folder.resolve("nodes.json"),
        """
        {"nats": {"url": "%s", "monitoring": "http://%s"},
         "nodes": [{"implementation": "node-sio4", "control": "127.0.0.1:%d", "url": "%s"}]}
        """
            .formatted(
                nats, monitoring(), hello.get("controlPort").asInt(), hello.get("url").asText()));
  }
}
