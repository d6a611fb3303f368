package io.socketionats.adapter;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What an adapter or emitter has counted since it was built; a snapshot.
 *
 * @param framesIn messages that came from NATS, dropped ones included
 * @param framesOut frames handed to the NATS connection
 * @param dropped frames dropped, by cause; every cause is present
 * @param deliveries packets handed to local clients
 * @param subscriptions NATS subscriptions held now
 * @param publishFailures broadcasts that were meant for the cluster and were not published, for
 *     whatever cause
 */
public record AdapterCounters(
    long framesIn,
    long framesOut,
    Map<DropCause, Long> dropped,
    long deliveries,
    long subscriptions,
    long publishFailures) {
  /** Copies the map. */
  public AdapterCounters {
    Map<DropCause, Long> copy = new EnumMap<>(DropCause.class);
    copy.putAll(dropped);
    dropped = Collections.unmodifiableMap(copy);
  }

  /**
   * The frames dropped for one cause.
   *
   * @param cause the cause
   * @return how many
   */
  public long dropped(DropCause cause) {
    return dropped.getOrDefault(cause, 0L);
  }
}
