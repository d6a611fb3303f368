package io.socketionats.conformance.launch.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Fault proxies as a program of its own, for networks that the harness is not on. It takes one
 * control connection, on which every line is a JSON object, and ends with it.
 *
 * <p>It says {@code {"hello":"ways"}} first. {@code {"op":"open","way":NAME,"host":H,"port":P}} is
 * answered by the port that it now listens on, {@code {"ok":true,"port":N}}; {@code slow} (with
 * {@code millis}), {@code refuse}, {@code cut} and {@code heal} act on a way.
 */
public final class ProxyServer {
  private final Map<String, FaultProxy> ways = new HashMap<>();

  private ProxyServer() {}

  /**
   * @param args the port of the control connection, on all addresses
   */
  public static void main(String[] args) throws IOException {
    try (ServerSocket listener = new ServerSocket(Integer.parseInt(args[0]))) {
      serve(listener);
    }
  }

  /** Serves the first that connects, and returns when that has gone. */
  static void serve(ServerSocket listener) throws IOException {
    ProxyServer server = new ProxyServer();
    try (Socket control = listener.accept()) {
      control.setTcpNoDelay(true);
      server.serve(control);
    } finally {
      server.ways.values().forEach(FaultProxy::close);
    }
  }

  private void serve(Socket control) throws IOException {
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(control.getInputStream(), StandardCharsets.UTF_8));
    say(control, Json.object().put("hello", "ways"));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      say(control, answer(Json.parse(line)));
    }
  }

  private static void say(Socket control, ObjectNode answer) throws IOException {
    OutputStream out = control.getOutputStream();
    out.write((Json.text(answer) + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private ObjectNode answer(JsonNode request) throws IOException {
    ObjectNode answer = Json.object().put("ok", true);
    String name = request.path("way").asText();
    String op = request.path("op").asText();
    if (op.equals("open")) {
      FaultProxy way =
          FaultProxy.to(
              new InetSocketAddress(request.path("host").asText(), request.path("port").asInt()),
              InetAddress.getByName("0.0.0.0"));
      ways.put(name, way);
      return answer.put("port", way.address().getPort());
    }
    FaultProxy way = ways.get(name);
    if (way == null) {
      return Json.object().put("ok", false).put("error", "no way '%s'".formatted(name));
    }
    switch (op) {
      case "slow" -> way.latency(Duration.ofMillis(request.path("millis").asInt()));
      case "refuse" -> way.refuse();
      case "cut" -> way.blackHole();
      case "heal" -> way.heal();
      default -> {
        return Json.object().put("ok", false).put("error", "no operation '%s'".formatted(op));
      }
    }
    return answer;
  }
}
