package io.socketionats.load.measure;

import java.util.concurrent.TimeUnit;

/**
 * The clock of this process: microseconds since the epoch that never go back. Times of two
 * processes must not be compared.
 */
public final class Micros {
  private static final long WALL = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
  private static final long NANOS = System.nanoTime();

  private Micros() {}

  public static long now() {
    return WALL + (System.nanoTime() - NANOS) / 1000;
  }

  public static long ofSeconds(double seconds) {
    return Math.round(seconds * 1_000_000);
  }
}
