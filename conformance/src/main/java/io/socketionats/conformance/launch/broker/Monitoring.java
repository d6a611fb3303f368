package io.socketionats.conformance.launch.broker;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.UnavailableException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a nats-server tells about itself on its monitoring port. Safe for use by many threads. */
public final class Monitoring {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final String OURS = "conformance-";

  private final URI port;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();

  /**
   * @param port {@code http://host:port}
   */
  public Monitoring(URI port) {
    this.port = port;
  }

  public String version() {
    return get("/varz").path("version").asText();
  }

  /** Payload bytes that went in and out since the server's start. */
  public long bytes() {
    JsonNode all = get("/varz");
    return all.path("in_bytes").asLong() + all.path("out_bytes").asLong();
  }

  /** Each connection that is not the harness's. */
  public List<BrokerConnection> connections() {
    List<BrokerConnection> all = new ArrayList<>();
    for (JsonNode connection : get("/connz?subs=1&limit=4096").path("connections")) {
      if (!connection.path("name").asText().startsWith(OURS)) {
        List<String> subjects = new ArrayList<>();
        connection.path("subscriptions_list").forEach(subject -> subjects.add(subject.asText()));
        all.add(
            new BrokerConnection(
                connection.path("cid").asLong(), connection.path("in_msgs").asLong(), subjects));
      }
    }
    return all;
  }

  private JsonNode get(String path) {
    HttpRequest request = HttpRequest.newBuilder(port.resolve(path)).timeout(LIMIT).build();
    try {
      return Json.parse(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UnavailableException(
          "nats-server does not answer on its monitoring port: %s".formatted(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while asking nats-server", e);
    }
  }
}
