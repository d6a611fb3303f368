package io.socketionats.conformance.launch.containers;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Sees to it that a process whose engine hangs can end. */
final class HaltHook {
  private static final Duration GRACE = Duration.ofSeconds(3);
  private static final Duration HANGING = Duration.ofSeconds(1);
  private static final int COULD_NOT_GO_ON = 3;
  private static final AtomicBoolean ARMED = new AtomicBoolean();

  private HaltHook() {}

  /** Testcontainers asks the engine once more when the process ends, and would wait for ever. */
  static void withoutEngine() {
    if (ARMED.compareAndSet(false, true)) {
      try {
        Runtime.getRuntime()
            .addShutdownHook(new Thread(HaltHook::haltSoon, "ends without the engine"));
      } catch (IllegalStateException e) {
        EngineThreads.run(HaltHook::haltSoon); // the process is ending already
      }
    }
  }

  /** A limit for what is asked of the engine: a second when it is known to hang. */
  static Duration limit(Duration usual) {
    return ARMED.get() ? HANGING : usual;
  }

  private static void haltSoon() {
    long end = System.nanoTime() + GRACE.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    Runtime.getRuntime().halt(COULD_NOT_GO_ON);
  }
}
