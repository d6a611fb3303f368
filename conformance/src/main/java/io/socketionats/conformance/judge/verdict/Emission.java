package io.socketionats.conformance.judge.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.launch.node.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * One event of a scenario: who must get it, who must not, and what it carries. Its event name
 * occurs once in a run, so what a client got and what the broker carried can be told apart without
 * a doubt.
 *
 * @param node the node that emitted it; empty when the harness published the frame itself
 * @param publisher what published it: events of one publisher arrive in their order
 * @param args expected arguments, as a client gets them
 * @param matches how arguments are compared
 * @param due what the oracle expects of every client of the cluster at the moment of the emission
 */
public record Emission(
    String event,
    Optional<Node> node,
    String publisher,
    String namespace,
    List<String> rooms,
    List<String> except,
    boolean local,
    boolean ordered,
    ArrayNode args,
    BiPredicate<JsonNode, JsonNode> matches,
    Map<Client, Due> due) {

  /** The publisher of frames that the harness publishes itself. */
  public static final String HARNESS = "harness";

  /** Whether the harness published the frame itself. */
  public boolean isOfHarness() {
    return publisher.equals(HARNESS);
  }

  /** Whether a node emitted it. */
  public boolean isOf(Node other) {
    return node.isPresent() && node.get() == other;
  }

  /** What one client may expect of one event. */
  public enum Due {
    ONCE,
    NEVER,
    /** Zero times or once: best effort, as for volatile events. */
    MAYBE
  }

  public Emission {
    rooms = List.copyOf(rooms);
    except = List.copyOf(except);
    due = Map.copyOf(due);
  }

  /** The same emission with other expectations. */
  public Emission expecting(Map<Client, Due> other) {
    return new Emission(
        event, node, publisher, namespace, rooms, except, local, ordered, args, matches, other);
  }

  /** The same emission with other arguments expected. */
  public Emission carrying(ArrayNode expected, BiPredicate<JsonNode, JsonNode> comparison) {
    return new Emission(
        event,
        node,
        publisher,
        namespace,
        rooms,
        except,
        local,
        ordered,
        expected,
        comparison,
        due);
  }

  /** Room and namespace in words, for findings. */
  public String target() {
    List<String> words = new ArrayList<>();
    words.add(rooms.isEmpty() ? "namespace " + namespace : "rooms " + rooms + " of " + namespace);
    if (!except.isEmpty()) {
      words.add("except " + except);
    }
    return String.join(" ", words);
  }
}
