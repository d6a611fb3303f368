package io.socketionats.javanode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/**
 * Control lines over standard input and output, or over one TCP connection. Ends when its input
 * does.
 */
final class Control implements AutoCloseable {
  private final PrintStream standardOutput;
  private final Optional<ServerSocket> listener;
  private JsonNode hello;

  private Control(PrintStream standardOutput, Optional<ServerSocket> listener) {
    this.standardOutput = standardOutput;
    this.listener = listener;
  }

  static Control of(Settings settings, PrintStream standardOutput) throws IOException {
    if (settings.listening().controlPort().isEmpty()) {
      return new Control(standardOutput, Optional.empty());
    }
    InetAddress host = InetAddress.getByName(settings.listening().host());
    return new Control(
        standardOutput,
        Optional.of(new ServerSocket(settings.listening().controlPort().get(), 1, host)));
  }

  /** The TCP port, if control travels over one. */
  Optional<Integer> port() {
    return listener.map(ServerSocket::getLocalPort);
  }

  /**
   * Writes the hello to standard output; over TCP it is the first line of the connection as well.
   */
  void say(JsonNode line) throws IOException {
    hello = line;
    write(standardOutput, line);
  }

  /** Answers every line until the input ends or an answer says that the node stops. */
  void serve(Function<ObjectNode, ObjectNode> answer) throws IOException {
    if (listener.isEmpty()) {
      serve(
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
          standardOutput,
          answer);
      return;
    }
    try (Socket connection = listener.get().accept()) {
      connection.setTcpNoDelay(true);
      write(connection.getOutputStream(), hello);
      serve(
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8)),
          connection.getOutputStream(),
          answer);
    }
  }

  private static void serve(
      BufferedReader input, OutputStream output, Function<ObjectNode, ObjectNode> answer)
      throws IOException {
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      ObjectNode said = answerLine(line, answer);
      boolean last = said.remove("stopping") != null;
      write(output, said);
      if (last) {
        return;
      }
    }
  }

  private static ObjectNode answerLine(String line, Function<ObjectNode, ObjectNode> answer) {
    try {
      if (Json.parse(line) instanceof ObjectNode request && request.path("op").isTextual()) {
        ObjectNode said = Json.object();
        said.set("id", request.get("id"));
        said.setAll(answer.apply(request));
        return said;
      }
      return refused("a request is an object with the key \"op\"");
    } catch (IllegalArgumentException e) {
      return refused(e.getMessage());
    }
  }

  private static ObjectNode refused(String reason) {
    return Json.object().putNull("id").put("ok", false).put("error", reason);
  }

  private static void write(OutputStream output, JsonNode line) throws IOException {
    output.write((Json.text(line) + "\n").getBytes(StandardCharsets.UTF_8));
    output.flush();
  }

  @Override
  public void close() throws IOException {
    if (listener.isPresent()) {
      listener.get().close();
    }
  }
}
