package io.socketionats.conformance.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The frames that the page holds, each once: the receivers of one emitter share them. Bounded, so
 * that the page stays light; what does not fit is counted and is in wire.jsonl.
 */
final class FrameTable {
  private static final int PASSED_FRAMES = 12;
  private static final int PASSED_TEXT = 600;
  private static final int OTHER_FRAMES = 60;
  private static final int OTHER_TEXT = 2000;

  private final ArrayNode frames = Json.array();
  private final Map<String, Integer> positions = new HashMap<>();
  private long bytesLeft;

  FrameTable(long bytes) {
    this.bytesLeft = bytes;
  }

  /** Positions in the table of as many frames of a result as may be held. */
  ArrayNode add(Result result) {
    boolean passed = result.verdict() == Verdict.PASSED;
    ArrayNode held = Json.array();
    List<String> evidence = result.evidence();
    for (String frame :
        evidence.subList(0, Math.min(evidence.size(), passed ? PASSED_FRAMES : OTHER_FRAMES))) {
      int position = position(Shortened.at(passed ? PASSED_TEXT : OTHER_TEXT, frame));
      if (position < 0) {
        break;
      }
      held.add(position);
    }
    return held;
  }

  /** Subject, a space and payload, as in the evidence. */
  ArrayNode frames() {
    return frames;
  }

  /** -1 when there is no room left. */
  private int position(String frame) {
    Integer known = positions.get(frame);
    if (known != null) {
      return known;
    }
    int bytes = HtmlReport.bytes(frame) + 1;
    if (bytes > bytesLeft) {
      return -1;
    }
    bytesLeft -= bytes;
    positions.put(frame, frames.size());
    frames.add(frame);
    return frames.size() - 1;
  }
}
