package io.socketionats.load.result;

import java.util.List;
import java.util.Objects;

/**
 * What a level says about the cluster, and why.
 *
 * @param verdict the verdict
 * @param reasons why it is not PASS, a sentence each; empty for PASS
 */
public record Judgement(LevelVerdict verdict, List<String> reasons) {
  public Judgement {
    Objects.requireNonNull(verdict, "verdict");
    reasons = Absent.list(reasons);
  }
}
