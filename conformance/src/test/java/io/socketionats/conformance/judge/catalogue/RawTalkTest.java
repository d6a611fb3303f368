package io.socketionats.conformance.judge.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.socketionats.conformance.judge.service.Pace;
import io.socketionats.conformance.judge.service.RawHttp;
import io.socketionats.conformance.judge.service.Trace;
import io.socketionats.conformance.judge.service.Unmet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client by the letter does when the server pings before the client is in. */
class RawTalkTest {
  private static final String HANDSHAKE = "0{\"sid\":\"abc\"}";
  private static final String CONNECTED = "40{\"sid\":\"def\"}";
  private static final String AUTH = "42[\"auth\",{}]";

  private final List<String> posted = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;

  @BeforeEach
  void create() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** A server that answers polls with these bodies, in this order, and refuses further ones. */
  private RawHttp serving(String... polls) {
    Iterator<String> bodies = Arrays.asList(polls).iterator();
    server.createContext("/", exchange -> serve(exchange, bodies));
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    return new RawHttp(url, "EIO=4", Pace.BRISK, Duration.ofSeconds(10), new Trace());
  }

  private void serve(HttpExchange exchange, Iterator<String> bodies) throws IOException {
    boolean poll = exchange.getRequestMethod().equals("GET");
    if (!poll) {
      posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }
    boolean refused = poll && !bodies.hasNext();
    String answer = refused ? "{\"code\":1}" : poll ? bodies.next() : "ok";
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(refused ? 400 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void answersThePingThatComesBesideTheConnect() {
    RawTalk.entered(serving(HANDSHAKE, CONNECTED + "\u001e" + AUTH + "\u001e2"), 4);

    assertThat(posted).containsExactly("40", "3");
  }

  @Test
  void answersThePingThatComesAlone() {
    RawTalk.entered(serving(HANDSHAKE, "2", CONNECTED, AUTH), 4);

    assertThat(posted).containsExactly("40", "3");
  }

  @Test
  void answersNothingWhenThereWasNoPing() {
    RawTalk.entered(serving(HANDSHAKE, CONNECTED, AUTH), 4);

    assertThat(posted).containsExactly("40");
  }

  @Test
  void failsWhenAPollIsRefused() {
    RawHttp http = serving(HANDSHAKE, CONNECTED);

    assertThatThrownBy(() -> RawTalk.entered(http, 4))
        .isInstanceOf(Unmet.class)
        .hasMessageContaining("status 200");
  }
}
