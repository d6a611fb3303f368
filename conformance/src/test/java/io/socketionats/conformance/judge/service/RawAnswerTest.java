package io.socketionats.conformance.judge.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawAnswerTest {
  private HttpServer server;
  private String body;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(body.startsWith("{") ? 400 : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private RawAnswer answer(String text) {
    body = text;
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    RawHttp http = new RawHttp(url, "EIO=4", Pace.CALM, Duration.ofSeconds(10), new Trace());
    return http.send(HttpRequest.newBuilder(URI.create(url + "/")).build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "40 # 40",
        "40|42[1]|bAAE= # 40 42[1] bAAE=",
        "2:406:42[12] # 40 42[12]",
        "3:4\ud83d\ude003:4:1 # 4\ud83d\ude00 4:1"
      })
  void readsThePacketsOfABodyOfEitherVersion(String text, String packets) {
    assertThat(answer(text.replace('|', '\u001e')).packets()).containsExactly(packets.split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "{\"code\":1,\"message\":\"Session ID unknown\"} # true",
        "{\"code\":11,\"message\":\"x\"} # false",
        "ok # false"
      })
  void knowsARefusalByItsCode(String text, boolean isError) {
    assertThat(answer(text).isError(1)).isEqualTo(isError);
  }
}
