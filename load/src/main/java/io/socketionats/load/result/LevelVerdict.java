package io.socketionats.load.result;

/** What a level says about the cluster. */
public enum LevelVerdict {
  /** objective met and every delivery right */
  PASS,
  /** objective missed or a delivery wrong */
  FAIL,
  /** says nothing: the generator or the machine was not fit */
  INVALID
}
