package io.socketionats.conformance.judge.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All that one client received, in order. Safe for use by many threads. */
public final class Inbox {
  private static final Pattern SCENARIO_EVENT = Pattern.compile("[A-Z]\\d\\d\\.[a-z0-9-]+\\.\\d+");

  private final List<Received> all = new ArrayList<>();
  private final Map<String, List<Received>> byEvent = new HashMap<>();

  synchronized void add(String event, JsonNode args, boolean wantsAck) {
    Received received = new Received(all.size(), event, args, wantsAck, System.nanoTime());
    all.add(received);
    byEvent.computeIfAbsent(nameOf(received), name -> new ArrayList<>()).add(received);
    notifyAll();
  }

  /**
   * The event's name; for an event that a scenario did not name, the name that it carries in its
   * arguments, if any.
   */
  private static String nameOf(Received received) {
    if (SCENARIO_EVENT.matcher(received.event()).matches()) {
      return received.event();
    }
    Matcher within = SCENARIO_EVENT.matcher(Json.text(received.args()));
    return within.find() ? within.group() : received.event();
  }

  synchronized void wake() {
    notifyAll();
  }

  public synchronized List<Received> of(String event) {
    return List.copyOf(byEvent.getOrDefault(event, List.of()));
  }

  public synchronized List<Received> all() {
    return List.copyOf(all);
  }

  /**
   * Waits until an event has come a number of times.
   *
   * @return false when it has not within the limit
   */
  public boolean await(String event, int times, Duration limit) {
    return await(event, times, limit, () -> false);
  }

  /**
   * The same, but it gives up early when waiting is in vain; {@link #wake} makes it ask.
   *
   * @param vain whether nothing more can come
   */
  synchronized boolean await(String event, int times, Duration limit, BooleanSupplier vain) {
    long end = System.nanoTime() + limit.toNanos();
    while (byEvent.getOrDefault(event, List.of()).size() < times) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0 || vain.getAsBoolean()) {
        return false;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
