package io.socketionats.conformance.judge.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.UnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A process with clients of one kind, driven by lines ({@code docs/client-protocol.md}). It ends
 * with its input, so it never outlives the harness. Thread-safe.
 */
public final class ClientProgram implements AutoCloseable {
  private static final long STOP_LIMIT_SECONDS = 5;

  private final String name;
  private final Process process;
  private final OutputStream out;
  private final Map<String, ProgramGuest> guests = new ConcurrentHashMap<>();
  private volatile String broken;

  private ClientProgram(String name, Process process) {
    this.name = name;
    this.process = process;
    this.out = process.getOutputStream();
  }

  /**
   * Starts a program; it need not be ready for what is asked of it at once.
   *
   * @param name in messages
   * @param log for its standard error
   * @throws UnavailableException when it cannot be started
   */
  public static ClientProgram start(String name, List<String> command, Path log) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      ClientProgram program = new ClientProgram(name, process);
      Thread reader = new Thread(program::read, "client program " + name);
      reader.setDaemon(true);
      reader.start();
      return program;
    } catch (IOException e) {
      throw new UnavailableException(
          "the client program '%s' cannot be started: %s".formatted(name, e.getMessage()), e);
    }
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        take(Json.parse(line));
      }
      fail("it has ended");
    } catch (IOException | RuntimeException e) {
      fail("its output cannot be read: " + e.getMessage());
    }
  }

  private void take(JsonNode line) {
    if (line.has("client")) {
      ProgramGuest guest = guests.get(line.path("client").asText());
      if (guest != null) { // else it has been closed
        guest.take(line);
      }
    } else if (line.has("ok")) {
      if (!line.path("ok").asBoolean()) {
        fail("it refused a request: " + line.path("error").asText());
      }
    } else if (!line.has("hello")) {
      fail("it wrote a line that means nothing: " + line);
    }
  }

  private void fail(String reason) {
    broken = reason;
  }

  /**
   * @throws IllegalStateException when the program has failed, which is nobody else's fault
   */
  private void send(ObjectNode request) {
    if (broken != null) {
      throw new IllegalStateException("the client program '%s' failed: %s".formatted(name, broken));
    }
    try {
      synchronized (out) {
        out.write((Json.text(request) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "the client program '%s' takes no requests: %s".formatted(name, e.getMessage()), e);
    }
  }

  Guest connect(ConnectOptions options, String tag, Duration limit) {
    ProgramGuest guest = new ProgramGuest(tag, limit);
    guests.put(tag, guest);
    ObjectNode request = request("connect", tag).put("url", options.url());
    request.put("namespace", options.namespace()).put("transport", options.transport().label());
    request.put("reconnect", options.reconnect());
    request.putObject("query").put("tag", tag);
    if (!options.auth().isEmpty()) {
      request.set("auth", Json.of(options.auth()));
    }
    send(request);
    return guest;
  }

  private static ObjectNode request(String op, String tag) {
    return Json.object().put("op", op).put("client", tag);
  }

  private final class ProgramGuest extends Guest {
    ProgramGuest(String tag, Duration limit) {
      super(tag, limit);
    }

    private void take(JsonNode line) {
      String event = line.path("event").asText();
      switch (event) {
        case "connected" -> add(What.CONNECTED, line.path("id").asText(), Json.array(), 0);
        case "refused" -> add(What.REFUSED, line.path("reason").asText(), Json.array(), 0);
        case "received" -> add(What.RECEIVED, line.path("name").asText(), line.path("args"), 0);
        case "acknowledged" ->
            add(What.ACKNOWLEDGED, "", line.path("args"), line.path("number").asInt());
        case "upgraded" -> add(What.UPGRADED, line.path("transport").asText(), Json.array(), 0);
        case "disconnected" ->
            add(What.DISCONNECTED, line.path("reason").asText(), Json.array(), 0);
        default -> fail("it wrote the unknown event '%s'".formatted(event));
      }
    }

    @Override
    public void emit(String event, ArrayNode args) {
      send(request("emit", tag()).put("event", event).set("args", args));
    }

    @Override
    void emit(String event, ArrayNode args, int number) {
      ObjectNode request = request("emit", tag()).put("event", event).put("ack", true);
      send(request.put("number", number).set("args", args));
    }

    @Override
    public void disconnect() {
      send(request("disconnect", tag()));
    }

    @Override
    public void close() {
      if (guests.remove(tag()) != null) {
        send(request("forget", tag()));
      }
    }
  }

  @Override
  public void close() {
    try {
      out.close();
      if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
