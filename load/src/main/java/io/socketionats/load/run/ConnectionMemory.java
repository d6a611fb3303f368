package io.socketionats.load.run;

import io.socketionats.load.machine.Meter;
import io.socketionats.load.result.Connections;
import io.socketionats.load.target.Target;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Measures how much the resident memory of nodes grows while clients connect. */
final class ConnectionMemory {
  private final Target target;
  private final Map<Target.Seat, Long> before;

  private ConnectionMemory(Target target, Map<Target.Seat, Long> before) {
    this.target = target;
    this.before = before;
  }

  /** Begins: no client is connected yet. */
  static ConnectionMemory start(Target target) {
    return new ConnectionMemory(target, residentBytes(target));
  }

  /**
   * Ends, when all clients are connected.
   *
   * @param clients that were connected, spread evenly over the nodes
   * @return the mean growth for one connection, by implementation; empty for nodes on other
   *     machines
   */
  Connections stop(int clients) {
    double perNode = (double) clients / target.seats().size();
    Map<String, Double> means =
        residentBytes(target).entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    node -> node.getKey().implementation(),
                    Collectors.averagingDouble(
                        node ->
                            (node.getValue() - before.getOrDefault(node.getKey(), node.getValue()))
                                / perNode)));
    return new Connections(clients, means);
  }

  private static Map<Target.Seat, Long> residentBytes(Target target) {
    Map<Target.Seat, Long> bytes = new HashMap<>();
    target.seats().stream()
        .filter(seat -> seat.pid() > 0)
        .forEach(seat -> bytes.put(seat, Meter.residentBytes(seat.pid())));
    return bytes;
  }
}
