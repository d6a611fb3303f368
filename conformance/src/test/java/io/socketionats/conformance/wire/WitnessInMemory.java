package io.socketionats.conformance.wire;

/** A witness that hears what a test tells it, without a broker. */
public final class WitnessInMemory {
  private final Witness witness = new Witness(null, null);

  public Witness witness() {
    return witness;
  }

  public void hear(String subject, byte[] payload) {
    witness.hear(subject, payload);
  }
}
