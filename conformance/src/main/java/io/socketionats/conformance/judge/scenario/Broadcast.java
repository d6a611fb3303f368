package io.socketionats.conformance.judge.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.verdict.Emission;
import io.socketionats.conformance.judge.verdict.Emission.Due;
import io.socketionats.conformance.launch.node.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One broadcast in the making: where it goes, what it carries. {@link #emit()} sends it from the
 * emitter's node.
 */
public final class Broadcast {
  private final Scenario scenario;
  private Node node;
  private String namespace = "/";
  private final List<String> rooms = new ArrayList<>();
  private final List<String> except = new ArrayList<>();
  private final ObjectNode flags = Json.object();
  private Optional<Client> from = Optional.empty();
  private Optional<String> through = Optional.empty();
  private ArrayNode args = Json.array().add(1);
  private ArrayNode expected;
  private BiPredicate<JsonNode, JsonNode> matches = Json::same;
  private Function<Client, Due> elsewhere = client -> Due.ONCE;
  private boolean flushed = true;
  private Optional<String> name = Optional.empty();
  private Optional<String> title = Optional.empty();

  Broadcast(Scenario scenario, Node node) {
    this.scenario = scenario;
    this.node = node;
  }

  /** From another node than the emitter's first. */
  public Broadcast on(Node other) {
    this.node = other;
    return this;
  }

  public Broadcast in(String name) {
    this.namespace = name;
    return this;
  }

  public Broadcast to(String... names) {
    rooms.addAll(List.of(names));
    return this;
  }

  public Broadcast to(List<String> names) {
    rooms.addAll(names);
    return this;
  }

  /** Socket ids or room names. */
  public Broadcast except(String... names) {
    except.addAll(List.of(names));
    return this;
  }

  /** From a socket, which is excluded. */
  public Broadcast from(Client client) {
    this.from = Optional.of(client);
    this.node = client.node();
    this.namespace = client.namespace();
    return this;
  }

  public Broadcast flag(String name, boolean value) {
    flags.put(name, value);
    return this;
  }

  public Broadcast local() {
    return flag("local", true);
  }

  /** Through another door of the server than the adapter's own broadcast. */
  public Broadcast through(String door) {
    this.through = Optional.of(door);
    return this;
  }

  /** Arguments, typed as the control contract says; clients get the same. */
  public Broadcast args(ArrayNode values) {
    this.args = values;
    return this;
  }

  /** The name of another event of the scenario: this one is equal to it, or nearly. */
  public Broadcast named(String event) {
    this.name = Optional.of(event);
    return this;
  }

  /** An event name of its own choice; the name that it is known by is its first argument then. */
  public Broadcast titled(String event) {
    this.title = Optional.of(event);
    return this;
  }

  /** What clients get where it differs from what was sent. */
  public Broadcast arrivesAs(ArrayNode values) {
    this.expected = values;
    return this;
  }

  public Broadcast compare(BiPredicate<JsonNode, JsonNode> comparison) {
    this.matches = comparison;
    return this;
  }

  /** What the addressed clients of other nodes may expect, where that is not the event once. */
  public Broadcast elsewhere(Due due) {
    return elsewhere(client -> due);
  }

  /** The same, client by client. */
  public Broadcast elsewhere(Function<Client, Due> due) {
    this.elsewhere = due;
    return this;
  }

  /** Without waiting until its effect is on the broker, which may be away. */
  public Broadcast unflushed() {
    this.flushed = false;
    return this;
  }

  /** Sends it and returns when the node says that its effect is on the broker. */
  public Emission emit() {
    return scenario.emit(this);
  }

  Node node() {
    return node;
  }

  /** The name that it is known by. */
  String name(Supplier<String> fresh) {
    return name.orElseGet(fresh);
  }

  private ArrayNode args(String event, ArrayNode own) {
    return title.isEmpty() ? own : Json.array().add(event).addAll(own);
  }

  /** What it is, and what the oracle expects of it now. */
  Emission as(String event) {
    boolean local = flags.path("local").asBoolean();
    boolean reliable = !flags.path("volatile").asBoolean();
    List<String> distinct = List.copyOf(new LinkedHashSet<>(rooms));
    Map<Client, Due> due =
        scenario.expect(
            namespace, distinct, exceptions(), local ? Optional.of(node) : Optional.empty());
    due.replaceAll((client, wanted) -> wanted == Due.ONCE ? dueOf(client, reliable) : wanted);
    return new Emission(
        event,
        new Emission.Source(Optional.of(node), node.name()),
        new Emission.Reach(namespace, distinct, exceptions(), local),
        reliable,
        new Emission.Content(args(event, expected == null ? args : expected), matches),
        due);
  }

  private Due dueOf(Client client, boolean reliable) {
    Due usual = client.node() == node ? Due.ONCE : elsewhere.apply(client);
    return usual == Due.ONCE && !reliable ? Due.MAYBE : usual;
  }

  /** What the frame must except: the socket it is from, then the rest. */
  private List<String> exceptions() {
    List<String> all = new ArrayList<>();
    from.ifPresent(client -> all.add(client.id()));
    all.addAll(except);
    return List.copyOf(new LinkedHashSet<>(all));
  }

  ObjectNode request(String event) {
    ObjectNode request = Json.object().put("op", "emit").put("namespace", namespace);
    request.put("event", title.orElse(event));
    request.set("args", args(event, args));
    request.set("rooms", Json.of(rooms));
    request.set("except", Json.of(except));
    request.set("flags", flags);
    from.ifPresent(client -> request.put("socket", client.tag()));
    if (!flushed) {
      request.put("flush", false);
    }
    through.ifPresent(door -> request.put("through", door));
    return request;
  }
}
