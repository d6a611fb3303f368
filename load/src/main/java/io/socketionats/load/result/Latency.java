package io.socketionats.load.result;

/**
 * From the intended send time to the arrival at a client.
 *
 * @param sameNode receiver on the publisher's node
 * @param crossNode receiver on another node, so over NATS
 */
public record Latency(Percentiles sameNode, Percentiles crossNode) {
  /** Nothing was recorded. */
  public static final Latency NONE = new Latency(null, null);

  public Latency {
    sameNode = sameNode == null ? Percentiles.NONE : sameNode;
    crossNode = crossNode == null ? Percentiles.NONE : crossNode;
  }
}
