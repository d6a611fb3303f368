package io.socketionats.conformance.judge.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.socketionats.conformance.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A real client in one namespace of a node, and all that it has told. Thread-safe. */
public abstract class Guest implements AutoCloseable {
  private static final int SHOWN = 5;
  private static final int LONGEST_SHOWN = 200;

  private final String tag;
  private final Duration limit;
  private final List<Told> told = new ArrayList<>();
  private int acknowledgements;

  /** What a client tells. */
  public enum What {
    CONNECTED,
    REFUSED,
    RECEIVED,
    ACKNOWLEDGED,
    UPGRADED,
    DISCONNECTED
  }

  /**
   * One thing that it told.
   *
   * @param text the event's name, a reason, a socket id, a transport; empty for none
   * @param args of an event or acknowledgement
   * @param number of the acknowledgement; 0 for none
   */
  public record Told(What what, String text, JsonNode args, int number) {
    @Override
    public String toString() {
      String shown =
          "%s %s %s".formatted(what.name().toLowerCase(java.util.Locale.ROOT), text, args);
      return shown.length() <= LONGEST_SHOWN ? shown : shown.substring(0, LONGEST_SHOWN) + "…";
    }
  }

  Guest(String tag, Duration limit) {
    this.tag = tag;
    this.limit = limit;
  }

  /** What the node knows it by. */
  public String tag() {
    return tag;
  }

  final synchronized void add(What what, String text, JsonNode args, int number) {
    told.add(new Told(what, text, args, number));
    notifyAll();
  }

  /** Sends an event, with arguments of the control contract. */
  public abstract void emit(String event, ArrayNode args);

  abstract void emit(String event, ArrayNode args, int number);

  /** Leaves the namespace. */
  public abstract void disconnect();

  /** Sends an event; returns the arguments of its acknowledgement. */
  public JsonNode ask(String event, ArrayNode args) {
    int number;
    synchronized (this) {
      number = ++acknowledgements;
    }
    emit(event, args, number);
    return await(
            "an acknowledgement of '%s'".formatted(event),
            one -> one.what() == What.ACKNOWLEDGED && one.number() == number)
        .args();
  }

  /** Waits until it is in its namespace; returns its socket id. */
  public String awaitConnected() {
    return await("to be connected", one -> one.what() == What.CONNECTED).text();
  }

  /** Waits until it is refused; returns the reason that it was given. */
  public String awaitRefused() {
    return await("to be refused", one -> one.what() == What.REFUSED).text();
  }

  /** Waits until it is disconnected; returns the reason. */
  public String awaitDisconnected() {
    return await("to be disconnected", one -> one.what() == What.DISCONNECTED).text();
  }

  /** Waits for an event; returns its arguments. */
  public JsonNode awaitEvent(String name) {
    return awaitEvent(name, args -> true);
  }

  /** Waits for an event with such arguments; returns them. */
  public JsonNode awaitEvent(String name, Predicate<JsonNode> such) {
    return await(
            "the event '%s'".formatted(name),
            one -> one.what() == What.RECEIVED && one.text().equals(name) && such.test(one.args()))
        .args();
  }

  /** Waits until it has told something. */
  public Told await(String expected, Predicate<Told> wanted) {
    long end = System.nanoTime() + limit.toNanos();
    synchronized (this) {
      while (true) {
        Optional<Told> found = told.stream().filter(wanted).findFirst();
        if (found.isPresent()) {
          return found.get();
        }
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new Unmet(
              expected, "not within %d ms; it told %s".formatted(limit.toMillis(), last()));
        }
        try {
          wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted", e);
        }
      }
    }
  }

  private String last() {
    return told.isEmpty()
        ? "nothing"
        : told.subList(Math.max(0, told.size() - SHOWN), told.size()).toString();
  }

  /** The arguments of all events of a name until now. */
  public synchronized List<JsonNode> events(String name) {
    return told.stream()
        .filter(one -> one.what() == What.RECEIVED && one.text().equals(name))
        .map(Told::args)
        .toList();
  }

  /** Whether it has told such a thing until now. */
  public synchronized boolean hasTold(What what) {
    return told.stream().anyMatch(one -> one.what() == what);
  }

  /** Arguments as JSON. */
  public static ArrayNode args(Object... values) {
    ArrayNode args = Json.array();
    for (Object value : values) {
      args.add(Json.of(value));
    }
    return args;
  }

  /** Ends its connection. */
  @Override
  public abstract void close();
}
