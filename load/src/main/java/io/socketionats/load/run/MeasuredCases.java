package io.socketionats.load.run;

import io.socketionats.load.result.Case;
import io.socketionats.load.result.Measurement;
import io.socketionats.load.result.MeasurementFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The cases of a run as far as they have been measured. Every change is written to the run's
 * folder, so that whatever ends the run leaves what was measured until then. Safe for use by many
 * threads: a shutdown hook reads and closes while the run writes.
 */
final class MeasuredCases {
  private final Function<List<Case>, Measurement> measurementOf;
  private final MeasurementFolder folder;
  private final List<Case> cases = new ArrayList<>();
  private boolean closed;

  /**
   * @param measurementOf makes the measurement of the run from its cases
   */
  MeasuredCases(Function<List<Case>, Measurement> measurementOf, MeasurementFolder folder) {
    this.measurementOf = measurementOf;
    this.folder = folder;
  }

  /** Adds a case that is being measured from now on. */
  synchronized void begin(Case started) {
    cases.add(started);
  }

  /** Replaces the latest case by what is known of it now, and writes the measurement. */
  synchronized void update(Case latest) {
    cases.set(cases.size() - 1, latest);
    write();
  }

  synchronized int size() {
    return cases.size();
  }

  synchronized Measurement measurement() {
    return measurementOf.apply(List.copyOf(cases));
  }

  /** Writes the measurement for the last time; later updates are not written. */
  synchronized void close() {
    if (!cases.isEmpty()) {
      write();
    }
    closed = true;
  }

  private void write() {
    if (!closed) {
      folder.write(measurement());
    }
  }
}
