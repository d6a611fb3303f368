package io.socketionats.javanode.mutants;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.javanode.JavaNode;
import io.socketionats.javanode.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The Java node with one thing broken, named by the variable MUTANT: what it is asked is changed
 * before it does it.
 */
public final class BrokenJavaNode {
  private static final int PIPE_BYTES = 1 << 16;

  private BrokenJavaNode() {}

  public static void main(String[] arguments) throws IOException {
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PipedOutputStream changed = new PipedOutputStream();
    System.setIn(new PipedInputStream(changed, PIPE_BYTES));
    Thread changing = new Thread(() -> change(requests, changed), "changes requests");
    changing.setDaemon(true);
    changing.start();
    JavaNode.main(arguments);
  }

  private static void change(BufferedReader requests, PipedOutputStream changed) {
    String mutant = System.getenv("MUTANT");
    try (changed) {
      for (String line = requests.readLine(); line != null; line = requests.readLine()) {
        JsonNode request = Json.parse(line);
        change(request, mutant);
        changed.write((Json.text(request) + "\n").getBytes(StandardCharsets.UTF_8));
        changed.flush();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void change(JsonNode request, String mutant) {
    request.path("ops").forEach(op -> change(op, mutant));
    if (mutant.equals("numbers-rounded") && request.path("args") instanceof ArrayNode args) {
      for (int i = 0; i < args.size(); i++) {
        if (args.get(i).isNumber()) {
          args.set(i, Json.of(args.get(i).doubleValue()));
        }
      }
    }
    if (mutant.equals("predicate-ignored") && request.has("through")) {
      ((ObjectNode) request).putArray("except");
    }
  }
}
