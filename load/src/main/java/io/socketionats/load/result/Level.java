package io.socketionats.load.result;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Objects;

/**
 * A constant rate for a while, and what came of it.
 *
 * @param id unique in its case
 * @param repetition 1 for the first time at this target
 * @param target publishes per second that were wanted
 * @param offered publishes per second that were made
 * @param deliveriesPerSecond right deliveries per second of the measured time
 * @param seconds measured time
 * @param reasons why it is not PASS, in words
 * @param expected deliveries that real membership demands
 * @param received right deliveries, late ones included
 * @param lost never came
 * @param late came more than a second after the level had ended; they are not lost
 * @param duplicated came more than once
 * @param reordered came before an earlier one of the same publisher
 * @param leaked came to a client that was not a member
 * @param disconnected connections that were gone at the end
 * @param latency intended send time to arrival
 * @param generator the state of the generator; null when unknown
 * @param others what else ran on the machine; null when unknown
 * @param nodes each node's use; empty when it cannot be seen (remote)
 * @param nats each NATS server's use
 * @param histogram file of the latencies, relative to the measurement's folder; null when there is
 *     none
 */
public record Level(
    String id,
    Phase phase,
    int repetition,
    double target,
    double offered,
    double deliveriesPerSecond,
    double seconds,
    Verdict verdict,
    List<String> reasons,
    long expected,
    long received,
    long lost,
    long late,
    long duplicated,
    long reordered,
    long leaked,
    long disconnected,
    Latency latency,
    Generator generator,
    Others others,
    List<NodeUse> nodes,
    List<NatsUse> nats,
    String histogram) {
  public Level {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(verdict, "verdict");
    reasons = Absent.list(reasons);
    latency = latency == null ? Latency.NONE : latency;
    nodes = Absent.list(nodes);
    nats = Absent.list(nats);
  }

  /** Deliveries that were wrong in a way no load excuses: lost, duplicated, leaked. */
  @JsonIgnore
  public long wrong() {
    return lost + duplicated + leaked;
  }

  /** The same level with another verdict. */
  public Level judged(Verdict other, List<String> why) {
    return new Level(
        id,
        phase,
        repetition,
        target,
        offered,
        deliveriesPerSecond,
        seconds,
        other,
        why,
        expected,
        received,
        lost,
        late,
        duplicated,
        reordered,
        leaked,
        disconnected,
        latency,
        generator,
        others,
        nodes,
        nats,
        histogram);
  }
}
