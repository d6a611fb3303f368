package io.socketionats.load.simulation;

import io.socketionats.load.measure.Tally;
import java.time.Duration;

/** A generator of load: clients that are connected and publish when they are told to. */
public interface Injector extends AutoCloseable {
  /**
   * Waits until all clients are connected and in their rooms.
   *
   * @return how many could not connect
   * @throws io.socketionats.conformance.UnavailableException when it takes longer than the limit
   */
  int awaitReady(Duration limit);

  /** Makes a level and counts its deliveries; returns when no more are expected. */
  Tally level(LevelOrder order);

  /** Says whether a fault is active; while it is, clients may lose their connection. */
  void faulty(boolean now);

  /**
   * All clients of a node that has died connect to the next one at once.
   *
   * @param node index of the dead node
   */
  void failOver(int node);

  /**
   * When the last event of the level was sent that a client should have received and did not,
   * microseconds of this process's {@link io.socketionats.load.measure.Micros}; 0 for none.
   */
  long lastLost();

  /** Its process id on this machine; 0 when it runs elsewhere. */
  long pid();

  /** Ends all clients. */
  @Override
  void close();
}
