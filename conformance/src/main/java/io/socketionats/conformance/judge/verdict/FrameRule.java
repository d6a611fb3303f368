package io.socketionats.conformance.judge.verdict;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.dialect.Address;
import io.socketionats.conformance.dialect.Frame;
import io.socketionats.conformance.dialect.TravellingBytes;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.judge.wire.WireLine;
import io.socketionats.conformance.judge.wire.Witness;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/** What the frame of a broadcast must be like. Pure, as the oracle is. */
public final class FrameRule {
  private final WireDialect dialect;
  private final Address address;
  private final Witness witness;
  private final ToLongFunction<Emission> fencedAt;

  /**
   * @param fencedAt number of the line in the witness that an event's frame must come before, since
   *     its node had said by then that it was on the broker
   */
  public FrameRule(
      WireDialect dialect, Address address, Witness witness, ToLongFunction<Emission> fencedAt) {
    this.dialect = dialect;
    this.address = address;
    this.witness = witness;
    this.fencedAt = fencedAt;
  }

  /**
   * What is wrong with the frame of a broadcast: it must be one, on the right subject, and say what
   * was asked for. Frames that the harness published itself are never at fault, nor is a sender for
   * what others published again.
   */
  public Optional<String> faultOf(Emission emission) {
    if (emission.isOfHarness()) {
      return Optional.empty();
    }
    List<WireLine> lines = witness.carrying(emission.event());
    if (emission.local()) {
      return lines.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "a local broadcast must not be published, but the broker carried " + lines.get(0));
    }
    if (lines.isEmpty()) {
      return Optional.of("the broker carried no frame of it");
    }
    String uid = lines.get(0).uid();
    if (lines.stream().skip(1).anyMatch(line -> line.uid().equals(uid))) {
      return Optional.of("the broker carried %d frames of it".formatted(lines.size()));
    }
    if (lines.get(0).number() > fencedAt.applyAsLong(emission)) {
      return Optional.of("the frame came after its node had said that it was on the broker");
    }
    return faultOf(emission, lines.get(0));
  }

  /**
   * What is wrong with the frames of equal events: the broker must have carried one right frame for
   * each of them that was to be published. Frames of equal broadcasts are interchangeable, so each
   * is taken for the first that it fits. What is left over is the sender's when a sender has that
   * uid; others have published theirs again.
   */
  Optional<String> faultOf(EqualEvents equal) {
    List<WireLine> left = new ArrayList<>(equal.frames());
    Set<String> senders = new LinkedHashSet<>();
    for (Emission emission : equal.published()) {
      Optional<WireLine> own =
          left.stream().filter(line -> faultOf(emission, line).isEmpty()).findFirst();
      if (own.isEmpty()) {
        return Optional.of(
            "of %d equal broadcasts the broker carried %d frames, and no right one is left for that to %s"
                .formatted(equal.published().size(), equal.frames().size(), emission.target()));
      }
      if (own.get().number() > fencedAt.applyAsLong(emission)) {
        return Optional.of("a frame came after its node had said that it was on the broker");
      }
      senders.add(own.get().uid());
      left.remove(own.get());
    }
    return left.stream().noneMatch(line -> senders.contains(line.uid()))
        ? Optional.empty()
        : Optional.of(
            "of %d equal broadcasts the broker carried %d frames"
                .formatted(equal.published().size(), equal.frames().size()));
  }

  private Optional<String> faultOf(Emission emission, WireLine line) {
    String subject = dialect.subject(address, emission.namespace(), emission.rooms());
    if (!line.subject().equals(subject)) {
      return Optional.of(
          "the frame is on subject '%s' and not on '%s'".formatted(line.subject(), subject));
    }
    Frame frame;
    try {
      frame = dialect.decode(line.payload());
    } catch (IllegalArgumentException e) {
      return Optional.of("the frame is wrong: %s; it is %s".formatted(e.getMessage(), line.text()));
    }
    if (!frame.namespace().equals(emission.namespace())) {
      return Optional.of(
          "the frame says nsp '%s' and not '%s'"
              .formatted(frame.namespace(), emission.namespace()));
    }
    if (!Set.copyOf(frame.rooms()).equals(Set.copyOf(emission.rooms()))) {
      return Optional.of(
          "the frame says rooms %s and not %s".formatted(frame.rooms(), emission.rooms()));
    }
    if (!Set.copyOf(frame.except()).equals(Set.copyOf(emission.except()))) {
      return Optional.of(
          "the frame says except %s and not %s".formatted(frame.except(), emission.except()));
    }
    ArrayNode args = Json.array();
    for (int i = 1; i < frame.data().size(); i++) {
      args.add(frame.data().get(i));
    }
    if (!Json.same(TravellingBytes.of(emission.args()), args)) {
      return Optional.of(
          "the frame carries %s and not %s"
              .formatted(
                  Json.shortened(args), Json.shortened(TravellingBytes.of(emission.args()))));
    }
    if (frame.type() != 2 && frame.type() != 5) {
      return Optional.of("the frame says type %d and not 2 or 5".formatted(frame.type()));
    }
    return Optional.empty();
  }
}
