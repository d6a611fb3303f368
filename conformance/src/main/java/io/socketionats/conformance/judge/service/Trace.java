package io.socketionats.conformance.judge.service;

import java.util.ArrayList;
import java.util.List;

/**
 * What a raw client wrote and read, in its order, for the report: one line each, cut for reading.
 * Thread-safe.
 */
public final class Trace {
  private static final int SHOWN = 200;
  private static final int KEPT = 60;

  private final List<String> lines = new ArrayList<>();

  /** Notes a line; the oldest go when there are too many. */
  synchronized void add(String direction, String content) {
    String line = content.length() <= SHOWN ? content : content.substring(0, SHOWN) + "…";
    lines.add(direction + " " + line.replace('\u001e', '|'));
    if (lines.size() > KEPT) {
      lines.remove(0);
    }
  }

  /** The last lines, oldest first. */
  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }
}
