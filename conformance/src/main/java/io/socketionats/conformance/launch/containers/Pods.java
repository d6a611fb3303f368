package io.socketionats.conformance.launch.containers;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Pods of one kind: made ahead in the background, used again. Safe for use by many threads. */
final class Pods {
  private final Supplier<Pod> maker;
  private final Queue<CompletableFuture<Pod>> idle = new ConcurrentLinkedQueue<>();

  Pods(Supplier<Pod> maker) {
    this.maker = maker;
  }

  /** Begins to make this many. */
  void prepare(int count) {
    for (int i = 0; i < count; i++) {
      idle.add(EngineThreads.start(maker));
    }
  }

  /** One that nobody uses; a new one when there is none. */
  CompletableFuture<Pod> take() {
    CompletableFuture<Pod> ready = idle.poll();
    return ready == null ? EngineThreads.start(maker) : ready;
  }

  /** Takes back one in which no program runs any more, and which is on the bus. */
  void giveBack(Pod pod) {
    idle.add(CompletableFuture.completedFuture(pod));
  }
}
