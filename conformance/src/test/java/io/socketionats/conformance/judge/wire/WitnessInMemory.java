package io.socketionats.conformance.judge.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A witness that hears what a test tells it, without a broker. */
public final class WitnessInMemory {
  private final List<Runnable> underWay = new ArrayList<>();
  private final Witness witness;

  public WitnessInMemory() {
    this(1);
  }

  /** On several servers. */
  public WitnessInMemory(int servers) {
    witness =
        new Witness(Collections.nCopies(servers, new Witness.Tap(null, null))) {
          @Override
          void catchUp() {
            underWay.forEach(Runnable::run);
            underWay.clear();
          }
        };
  }

  public Witness witness() {
    return witness;
  }

  public void hear(String subject, byte[] payload) {
    hear(0, subject, payload);
  }

  /** At one of its servers. */
  public void hear(int server, String subject, byte[] payload) {
    witness.hear(server, subject, payload);
  }

  /** A message that the broker has, and that the witness hears when it catches up. */
  public void hearLate(String subject, byte[] payload) {
    underWay.add(() -> hear(subject, payload));
  }
}
