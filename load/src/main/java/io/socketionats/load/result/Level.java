package io.socketionats.load.result;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Objects;

/**
 * A constant rate for a while, and what came of it. Its parts are written into one flat object of
 * {@code measurement.json}.
 *
 * @param id unique in its case
 * @param offer the load
 * @param judgement what it says about the cluster
 * @param deliveries deliveries, right and wrong
 * @param latency from the intended send time to the arrival
 * @param use what programs used meanwhile
 * @param histogram file of the latencies, relative to the measurement's folder; null when there is
 *     none
 */
public record Level(
    String id,
    @JsonUnwrapped Offer offer,
    @JsonUnwrapped Judgement judgement,
    @JsonUnwrapped Deliveries deliveries,
    Latency latency,
    @JsonUnwrapped Use use,
    String histogram) {
  public Level {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(offer, "offer");
    Objects.requireNonNull(judgement, "judgement");
    deliveries = deliveries == null ? Deliveries.NONE : deliveries;
    latency = latency == null ? Latency.NONE : latency;
    use = use == null ? new Use(null, null, null, null) : use;
  }

  /** What the level was for. */
  public Phase phase() {
    return offer.phase();
  }

  /** Wanted rate, publishes per second. */
  public double target() {
    return offer.target();
  }

  /** What it says about the cluster. */
  public LevelVerdict verdict() {
    return judgement.verdict();
  }

  /** What went wrong with its deliveries and connections. */
  public Wrong wrong() {
    return deliveries.wrong();
  }

  /** The same level with another judgement. */
  public Level judged(Judgement other) {
    return new Level(id, offer, other, deliveries, latency, use, histogram);
  }
}
