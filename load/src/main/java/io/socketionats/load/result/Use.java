package io.socketionats.load.result;

import java.util.List;

/**
 * What programs used during a level.
 *
 * @param generator the state of the generator; null when it is not known
 * @param others what else ran on the machine; null when it is not known
 * @param nodes the use of each node; empty when it cannot be seen, as for remote nodes
 * @param nats the use of each NATS server; empty when it cannot be seen
 */
public record Use(Generator generator, Others others, List<NodeUse> nodes, List<NatsUse> nats) {
  public Use {
    nodes = Absent.list(nodes);
    nats = Absent.list(nats);
  }
}
