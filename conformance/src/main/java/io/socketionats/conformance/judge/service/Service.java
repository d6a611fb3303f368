package io.socketionats.conformance.judge.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.launch.node.Node;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A node that obeys its clients, and what stays on it from one requirement to the next. Requests
 * are made one at a time.
 */
public final class Service implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Node node;
  private final Pace pace;
  private final List<Node> others;
  private final Map<String, Guest> lasting = new ConcurrentHashMap<>();
  private final Queue<Guest> aside = new ConcurrentLinkedQueue<>();

  /**
   * @param others nodes of the same cluster
   */
  public Service(Node node, Pace pace, List<Node> others) {
    this.node = node;
    this.pace = pace;
    this.others = List.copyOf(others);
  }

  public Node node() {
    return node;
  }

  /** Another node of the cluster; the node itself where it is alone. */
  Node other() {
    return others.isEmpty() ? node : others.get(0);
  }

  /**
   * Requests by the letter.
   *
   * @param trace what is written and read
   */
  public RawHttp raw(int version, Duration limit, Trace trace) {
    return new RawHttp(node.hello().url().toString(), "EIO=" + version, pace, limit, trace);
  }

  Map<String, Guest> lasting() {
    return lasting;
  }

  /** Lets a client stay no longer; it ends with the others. */
  void putAside(String client) {
    Guest spoilt = lasting.remove(client);
    if (spoilt != null) {
      aside.add(spoilt);
    }
  }

  /** Asks the node, or another one, for something. */
  JsonNode request(Node asked, ObjectNode request) {
    synchronized (asked) {
      return asked.request(request);
    }
  }

  /** A text that nobody has used in this run. */
  static String unique(String prefix) {
    return prefix + NUMBER.incrementAndGet();
  }

  /** Ends the clients that stay. */
  @Override
  public void close() {
    lasting.values().forEach(Guest::close);
    lasting.clear();
    aside.forEach(Guest::close);
  }
}
