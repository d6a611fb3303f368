package io.socketionats.conformance.run;

import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.verdict.Result;
import java.util.List;

/** Told how a run gets on, from the thread of each cluster. */
public interface Progress {
  /** Something that takes a while begins or has ended, in one sentence. */
  void step(String sentence);

  /** A requirement has been judged for all its pairs in one dialect. */
  void judged(
      WireDialect dialect, Requirement requirement, int done, int total, List<Result> results);

  /** Says nothing. */
  static Progress silent() {
    return new Progress() {
      @Override
      public void step(String sentence) {}

      @Override
      public void judged(
          WireDialect dialect,
          Requirement requirement,
          int done,
          int total,
          List<Result> results) {}
    };
  }
}
