package io.socketionats.load.result;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a level was for. */
public enum Phase {
  /** thrown away */
  @JsonProperty("warmup")
  WARMUP,
  /** a step of the search */
  @JsonProperty("search")
  SEARCH,
  /** the long confirmation at the maximum */
  @JsonProperty("hold")
  HOLD
}
