package io.socketionats.load.plan;

import io.socketionats.load.result.Case;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.LevelVerdict;
import io.socketionats.load.result.NodeUse;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one node did during a level, and what it took. Connections and publishes are spread evenly
 * over nodes by the generator, and rooms span all nodes, so each node has its share of deliveries
 * and gets a frame for each publish of the others.
 *
 * @param implementation of the node
 * @param deliveries per second, to its own clients
 * @param publishes per second, from its own clients
 * @param frames per second, from other nodes over NATS
 * @param connections of its own
 * @param cores processors it used
 */
record Work(
    String implementation,
    double deliveries,
    double publishes,
    double frames,
    double connections,
    double cores) {
  /**
   * Of levels that passed only: an overloaded node works in batches, which makes everything look
   * cheaper than it is where one wants to be.
   */
  static Stream<Work> of(Case measured) {
    return measured.valid().stream()
        .filter(level -> level.verdict() == LevelVerdict.PASS)
        .flatMap(level -> of(measured, level));
  }

  private static Stream<Work> of(Case measured, Level level) {
    List<NodeUse> nodes = level.use().nodes();
    double count = measured.cluster().nodes();
    double own = level.offer().offered() / count;
    return nodes.stream()
        .map(
            node ->
                new Work(
                    node.implementation(),
                    level.offer().deliveriesPerSecond() / count,
                    own,
                    own * (count - 1),
                    measured.workload().connections() / count,
                    node.cpuCores()));
  }
}
