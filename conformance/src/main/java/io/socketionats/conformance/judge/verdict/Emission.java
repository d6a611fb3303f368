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
 * @param ordered whether a client must get it behind what its publisher sent before
 * @param due what the oracle expects of every client of the cluster at the moment of the emission
 */
public record Emission(
    String event,
    Source source,
    Reach reach,
    boolean ordered,
    Content content,
    Map<Client, Due> due) {

  /**
   * Where an event comes from.
   *
   * @param node the node that emitted it; empty when the harness published the frame itself
   * @param publisher what published it: events of one publisher arrive in their order
   */
  public record Source(Optional<Node> node, String publisher) {}

  /**
   * Whom an event is for.
   *
   * @param rooms none = the whole namespace
   * @param except socket ids and rooms that are left out
   * @param local whether only clients of the emitting node are meant
   */
  public record Reach(String namespace, List<String> rooms, List<String> except, boolean local) {
    public Reach {
      rooms = List.copyOf(rooms);
      except = List.copyOf(except);
    }
  }

  /**
   * What an event carries.
   *
   * @param args expected arguments, as a client gets them
   * @param matches how arguments are compared
   */
  public record Content(ArrayNode args, BiPredicate<JsonNode, JsonNode> matches) {}

  /** The publisher of frames that the harness publishes itself. */
  public static final String HARNESS = "harness";

  /** Whether the harness published the frame itself. */
  public boolean isOfHarness() {
    return source.publisher().equals(HARNESS);
  }

  /** Whether a node emitted it. */
  public boolean isOf(Node other) {
    return source.node().filter(node -> node == other).isPresent();
  }

  /** What one client may expect of one event. */
  public enum Due {
    ONCE,
    NEVER,
    /** Zero times or once: best effort, as for volatile events. */
    MAYBE
  }

  public Emission {
    due = Map.copyOf(due);
  }

  public Optional<Node> node() {
    return source.node();
  }

  public String publisher() {
    return source.publisher();
  }

  public String namespace() {
    return reach.namespace();
  }

  public List<String> rooms() {
    return reach.rooms();
  }

  public List<String> except() {
    return reach.except();
  }

  public boolean local() {
    return reach.local();
  }

  public ArrayNode args() {
    return content.args();
  }

  public BiPredicate<JsonNode, JsonNode> matches() {
    return content.matches();
  }

  /** The same emission with other expectations. */
  public Emission expecting(Map<Client, Due> other) {
    return new Emission(event, source, reach, ordered, content, other);
  }

  /** The same emission with other arguments expected. */
  public Emission carrying(ArrayNode expected, BiPredicate<JsonNode, JsonNode> comparison) {
    return new Emission(event, source, reach, ordered, new Content(expected, comparison), due);
  }

  /** Room and namespace in words, for findings. */
  public String target() {
    List<String> words = new ArrayList<>();
    words.add(
        rooms().isEmpty() ? "namespace " + namespace() : "rooms " + rooms() + " of " + namespace());
    if (!except().isEmpty()) {
      words.add("except " + except());
    }
    return String.join(" ", words);
  }
}
