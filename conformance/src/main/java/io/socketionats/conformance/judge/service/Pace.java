package io.socketionats.conformance.judge.service;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The times and limits of a node that obeys its clients. */
public enum Pace {
  /** Nothing happens by itself within a check, so what does happen has been caused. */
  CALM(24_000, 21_000, 15_000, 40_000, 100_000),
  /** Heartbeats and limits come soon, and with patience for a busy machine. */
  BRISK(1_000, 3_000, 1_000, 2_000, 3_000_000),
  /** Heartbeats come soon, but a client that is busy is waited for; for real clients. */
  PATIENT(1_000, 20_000, 15_000, 40_000, 3_000_000);

  private final Duration pingInterval;
  private final Duration pingTimeout;
  private final Duration upgradeTimeout;
  private final Duration connectTimeout;
  private final int maxPayload;

  Pace(int pingInterval, int pingTimeout, int upgradeTimeout, int connectTimeout, int maxPayload) {
    this.pingInterval = Duration.ofMillis(pingInterval);
    this.pingTimeout = Duration.ofMillis(pingTimeout);
    this.upgradeTimeout = Duration.ofMillis(upgradeTimeout);
    this.connectTimeout = Duration.ofMillis(connectTimeout);
    this.maxPayload = maxPayload;
  }

  public Duration pingInterval() {
    return pingInterval;
  }

  public Duration pingTimeout() {
    return pingTimeout;
  }

  /** The longest body or message that a client may send, in bytes. */
  public int maxPayload() {
    return maxPayload;
  }

  /** What such a node is told beside its usual configuration. */
  public Map<String, String> configuration() {
    Map<String, String> configuration = new TreeMap<>();
    configuration.put("CLIENT_EVENTS", "1");
    configuration.put("GUARDED", "/secret");
    configuration.put("NAMESPACES", "/chat,/secret");
    configuration.put("PING_INTERVAL", String.valueOf(pingInterval.toMillis()));
    configuration.put("PING_TIMEOUT", String.valueOf(pingTimeout.toMillis()));
    configuration.put("UPGRADE_TIMEOUT", String.valueOf(upgradeTimeout.toMillis()));
    configuration.put("CONNECT_TIMEOUT", String.valueOf(connectTimeout.toMillis()));
    configuration.put("MAX_PAYLOAD", String.valueOf(maxPayload));
    return configuration;
  }
}
