package io.socketionats.conformance.launch.containers;

import io.socketionats.conformance.BlockingCalls;
import io.socketionats.conformance.UnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What waits for the engine does so on daemon threads, several at once, and never for ever. */
final class EngineThreads {
  private EngineThreads() {}

  static <T> CompletableFuture<T> start(Supplier<T> work) {
    return BlockingCalls.supply(work);
  }

  static CompletableFuture<Void> run(Runnable work) {
    return BlockingCalls.run(work);
  }

  /** Does the same to many at once; returns when all is done, failed or the limit is over. */
  static <T> void forAll(Collection<T> many, Duration limit, Consumer<T> work) {
    List<CompletableFuture<Void>> all =
        many.stream().map(one -> run(() -> work.accept(one))).toList();
    try {
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // what could not be done is done by the sweep of the next run
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * @param what is waited for, for the message
   * @throws UnavailableException with the cause's message, or that it took longer than the limit
   */
  static <T> T await(String what, CompletableFuture<T> work, Duration limit) {
    try {
      return work.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      HaltHook.withoutEngine();
      throw new UnavailableException(
          "%s took longer than %d s: the Docker engine at %s hangs; restart it"
              .formatted(what, limit.toSeconds(), Engine.address()),
          e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnavailableException cause) {
        throw cause;
      }
      throw new UnavailableException("%s: %s".formatted(what, reason(e.getCause())), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted: " + what, e);
    }
  }

  /** The innermost message: the libraries above the engine only say that something failed. */
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage().strip();
  }
}
