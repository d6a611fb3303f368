package io.socketionats.load.run;

import java.time.Instant;
import java.util.Optional;

/**
 * The injectors of a run.
 *
 * @param processes injectors of this run on this machine; 1 = in this process itself
 * @param index number of the first of them among all injectors
 * @param count number of all injectors, those of runs on other machines included
 * @param startAt when the first level begins, the same for all; empty = as soon as clients are
 *     connected
 */
public record Team(int processes, int index, int count, Optional<Instant> startAt) {
  public Team {
    if (processes < 1 || index < 0 || index + processes > count) {
      throw new IllegalArgumentException(
          "%d injectors from %d of %d".formatted(processes, index, count));
    }
  }

  /** Injectors on this machine only. */
  public static Team here(int processes) {
    return new Team(processes, 0, processes, Optional.empty());
  }

  /** One of several injectors that run on separate machines. */
  public static Team part(int index, int count, Instant startAt) {
    return new Team(1, index, count, Optional.of(startAt));
  }
}
