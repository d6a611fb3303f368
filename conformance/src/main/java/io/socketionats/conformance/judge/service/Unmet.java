package io.socketionats.conformance.judge.service;

/** A client found something otherwise than it has to be. */
public sealed class Unmet extends RuntimeException permits RawSocket.Refused {
  private static final long serialVersionUID = 1L;

  private final String expected;
  private final String came;

  public Unmet(String expected, String came) {
    super("expected %s; %s".formatted(expected, came));
    this.expected = expected;
    this.came = came;
  }

  public String expected() {
    return expected;
  }

  public String came() {
    return came;
  }
}
