package io.socketionats.load.plan;

/**
 * What the machines of a deployment offer, and how much of it a plan leaves unused.
 *
 * @param spareNodes nodes that may be lost while the rest carries the demand
 * @param nodeMemoryBytes memory of a node; 0 when it does not limit
 * @param natsCores processors of a NATS server
 * @param confidence of intervals, 0 to 1
 */
public record Resources(int spareNodes, long nodeMemoryBytes, double natsCores, double confidence) {
  /** How much of a node's memory and of a NATS server's processors a plan fills. */
  static final double FILLED_MEMORY = 0.8;

  static final double FILLED_NATS = 0.6;
}
