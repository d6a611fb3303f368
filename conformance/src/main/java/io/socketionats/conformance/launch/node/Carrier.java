package io.socketionats.conformance.launch.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What a node runs in, and how its control lines get there and back: a child process, a container,
 * a remote machine.
 */
public interface Carrier {
  /** Where requests are written. Its end is what a node obeys. */
  OutputStream requests();

  /** Where the hello and then the answers come from. */
  InputStream answers() throws IOException;

  boolean isAlive();

  /** The exit status, when the node ends within the limit. */
  Optional<Integer> exitStatus(Duration limit) throws InterruptedException;

  /** How its end is told when there is no exit status to tell. */
  default String withoutStatus(String closed) {
    return closed + " but lives on";
  }

  /** The process id on this machine. */
  long pid();

  /** Where the harness finds what the node calls its Socket.IO address. */
  URI reachable(URI url);

  /** The command that starts such a node by hand, for messages. */
  String byHand();

  /** Waits for its end after its input has been closed; uses force when that takes too long. */
  default void end(Duration limit) throws InterruptedException {
    if (exitStatus(limit).isEmpty()) {
      kill();
      exitStatus(limit);
    }
  }

  /** Ends it at once. */
  void kill();

  /** The same, for a node that is to have a successor at its address. */
  default void killInPlace() {
    kill();
  }
}
