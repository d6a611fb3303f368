package io.socketionats.conformance;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Threads for calls that block. There are as many threads as calls, so no call waits for another
 * one to end, as it would in the common pool of {@link CompletableFuture}, which has one thread
 * less than the machine has processors. They are daemon threads: they do not keep the process
 * alive.
 */
public final class BlockingCalls {
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "blocking call");
            thread.setDaemon(true);
            return thread;
          });

  private BlockingCalls() {}

  /** Starts a call at once, on a thread of its own. */
  public static <T> CompletableFuture<T> supply(Supplier<T> call) {
    return CompletableFuture.supplyAsync(call, THREADS);
  }

  /** Starts a call without a result at once, on a thread of its own. */
  public static CompletableFuture<Void> run(Runnable call) {
    return CompletableFuture.runAsync(call, THREADS);
  }
}
