package io.socketionats.load.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * An injector as a process: one JSON line in, one out, for each order. It ends with its input, so
 * it never outlives the run that controls it.
 */
public final class InjectorProgram {
  private final PrintStream answers;
  private LocalInjector injector;

  private InjectorProgram(PrintStream answers) {
    this.answers = answers;
  }

  public static void main(String[] arguments) throws IOException {
    PrintStream answers = System.out;
    System.setOut(System.err); // standard output is for answers only
    InjectorProgram program = new InjectorProgram(answers);
    try (BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        program.obey(Json.parse(line));
      }
    }
    Runtime.getRuntime().halt(0);
  }

  private void obey(JsonNode order) {
    ObjectNode answer;
    try {
      answer = answer(order);
    } catch (RuntimeException e) {
      answer = Json.object().put("error", String.valueOf(e.getMessage()));
    }
    answers.println(Json.text(answer));
    answers.flush();
  }

  private ObjectNode answer(JsonNode order) {
    ObjectNode answer = Json.object();
    switch (order.path("order").asText()) {
      case "connect" ->
          injector =
              LocalInjector.start(
                  read(order.path("traffic"), Traffic.class),
                  read(order.path("config"), InjectorConfig.class),
                  Path.of(order.path("results").asText()));
      case "ready" ->
          answer.put(
              "unconnected", injector.awaitReady(Duration.ofMillis(order.path("millis").asLong())));
      case "level" ->
          answer.set(
              "tally",
              TallyLines.write(injector.level(read(order.path("level"), LevelOrder.class))));
      default -> throw new IllegalArgumentException("no such order: " + Json.text(order));
    }
    return answer;
  }

  private static <T> T read(JsonNode node, Class<T> type) {
    return Json.MAPPER.convertValue(node, type);
  }
}
