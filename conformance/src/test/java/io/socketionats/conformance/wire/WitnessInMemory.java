package io.socketionats.conformance.wire;

import java.util.ArrayList;
import java.util.List;

/** A witness that hears what a test tells it, without a broker. */
public final class WitnessInMemory {
  private final List<Runnable> underWay = new ArrayList<>();
  private final Witness witness =
      new Witness(List.of()) {
        @Override
        void catchUp() {
          underWay.forEach(Runnable::run);
          underWay.clear();
        }
      };

  public Witness witness() {
    return witness;
  }

  public void hear(String subject, byte[] payload) {
    witness.hear(0, subject, payload);
  }

  /** A message that the broker has, and that the witness hears when it catches up. */
  public void hearLate(String subject, byte[] payload) {
    underWay.add(() -> hear(subject, payload));
  }
}
