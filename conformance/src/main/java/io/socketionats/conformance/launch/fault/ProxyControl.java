package io.socketionats.conformance.launch.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.launch.node.ControlConnection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The harness's end of a {@link ProxyServer}. Safe for use by many threads. */
public final class ProxyControl implements AutoCloseable {
  private final ControlConnection control;
  private final BufferedReader answers;

  /**
   * @throws UnavailableException when the server does not say its hello
   */
  public ProxyControl(ControlConnection control) {
    this.control = control;
    this.answers =
        new BufferedReader(new InputStreamReader(control.answers(), StandardCharsets.UTF_8));
    requireWord(readLine(), "hello", "ways");
  }

  /** Opens a way to a target; gives the port that it is entered at. */
  public int open(String way, String host, int port) {
    return ask(request("open", way).put("host", host).put("port", port)).path("port").asInt();
  }

  public void slow(String way, int millis) {
    ask(request("slow", way).put("millis", millis));
  }

  public void refuse(String way) {
    ask(request("refuse", way));
  }

  public void heal(String way) {
    ask(request("heal", way));
  }

  private static ObjectNode request(String op, String way) {
    return Json.object().put("op", op).put("way", way);
  }

  private synchronized JsonNode ask(ObjectNode request) {
    try {
      control.requests().write((Json.text(request) + "\n").getBytes(StandardCharsets.UTF_8));
      control.requests().flush();
    } catch (IOException e) {
      throw ended(e);
    }
    return requireWord(readLine(), "ok", "true");
  }

  private String readLine() {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new IOException("its connection has ended");
      }
      return line;
    } catch (IOException e) {
      throw ended(e);
    }
  }

  private static UnavailableException ended(IOException e) {
    return new UnavailableException("the program of fault proxies ended: " + e.getMessage(), e);
  }

  private static JsonNode requireWord(String line, String key, String word) {
    JsonNode answer = Json.parse(line);
    if (!answer.path(key).asText().equals(word)) {
      throw new UnavailableException("the program of fault proxies says " + line);
    }
    return answer;
  }

  @Override
  public void close() {
    control.close();
  }
}
