package io.socketionats.conformance.judge.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.launch.node.Node;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

  /** Requests by the letter. */
  public RawHttp raw(int version, Duration limit) {
    return new RawHttp(node.hello().url().toString(), "EIO=" + version, pace, limit);
  }

  Map<String, Guest> lasting() {
    return lasting;
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
  }
}
