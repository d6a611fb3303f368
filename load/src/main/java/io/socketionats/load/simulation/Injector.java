package io.socketionats.load.simulation;

import io.socketionats.load.measure.Tally;
import java.time.Duration;

/** A generator of load: clients that are connected and publish when they are told to. */
public interface Injector extends AutoCloseable {
  /**
   * Waits until all clients are connected and in their rooms.
   *
   * @return how many could not be connected
   * @throws io.socketionats.conformance.UnavailableException when it takes longer than the limit
   */
  int awaitReady(Duration limit);

  /** Makes a level and accounts for it; returns when nothing is expected any more. */
  Tally level(LevelOrder order);

  /** Its process id on this machine; 0 when it runs elsewhere. */
  long pid();

  /** Ends all clients. */
  @Override
  void close();
}
