package io.socketionats.conformance.cli;

import io.socketionats.conformance.judge.verdict.Result;
import java.util.List;

/**
 * What need not pass in a run.
 *
 * @param narrowed whether a user has named the participants: then an entry of {@code known} may
 *     have lost the pairs that could bear it out
 */
record Excused(KnownDeviations known, boolean narrowed, Skipped skipped) {
  /** What was declared to fail and was not judged, one sentence each. */
  List<String> stale(List<Result> results) {
    return narrowed ? List.of() : known.stale(results);
  }
}
