package io.socketionats.conformance.wire;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.ErrorListener;
import io.nats.client.NUID;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.socketionats.conformance.UnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hears every message on the broker, and speaks on it for the harness. Safe for use by many
 * threads. Messages that one connection published are kept in its order.
 */
public class Witness implements AutoCloseable {
  /** Event names as scenarios make them: requirement, implementation, number. */
  private static final Pattern EVENT = Pattern.compile("\"([A-Z]\\d\\d\\.[a-z0-9-]+\\.\\d+)\"");

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
  private static final Duration MARKER_LIMIT = Duration.ofMillis(250);
  private static final Duration FLUSH_LIMIT = Duration.ofSeconds(10);

  /** Subjects that the witness sends itself, to know how far it has heard. */
  private static final String MARKER = "conformance.witness.";

  private final Connection ears;
  private final Connection mouth;
  private final long begin = System.nanoTime();
  private final List<WireLine> lines = new ArrayList<>();
  private final Map<String, List<WireLine>> byEvent = new HashMap<>();
  private final String ownMarker = MARKER + NUID.nextGlobal() + ".";
  private final AtomicLong markers = new AtomicLong();
  private long lastMarker;

  Witness(Connection ears, Connection mouth) {
    this.ears = ears;
    this.mouth = mouth;
  }

  /**
   * @throws UnavailableException when the broker does not let it in
   */
  public static Witness on(String url) {
    return on(url, 0);
  }

  /**
   * A witness that comes back after the broker has been away. What the broker carries before it is
   * back it does not hear; {@link #awaitBack} ends that time.
   *
   * @throws UnavailableException when the broker does not let it in
   */
  public static Witness comingBackOn(String url) {
    return on(url, -1);
  }

  private static Witness on(String url, int reconnects) {
    try {
      Witness witness =
          new Witness(connect(url, "witness", reconnects), connect(url, "harness", reconnects));
      Dispatcher dispatcher =
          witness.ears.createDispatcher(
              message -> {
                if (!witness.isMarker(message.getSubject())) {
                  witness.hear(message.getSubject(), message.getData());
                }
              });
      dispatcher.setPendingLimits(-1, -1);
      dispatcher.subscribe(">");
      witness.ears.flush(FLUSH_LIMIT);
      return witness;
    } catch (IOException | TimeoutException e) {
      throw new UnavailableException(
          "the witness cannot connect to nats-server at %s: %s".formatted(url, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while connecting the witness", e);
    }
  }

  private static Connection connect(String url, String name, int reconnects)
      throws IOException, InterruptedException {
    return Nats.connect(
        new Options.Builder()
            .server(url)
            .connectionName("conformance-" + name)
            .maxReconnects(reconnects)
            .reconnectWait(Duration.ofMillis(20))
            .reconnectJitter(Duration.ofNanos(1)) // jnats 2.26.2 does not reconnect with none
            .reconnectBufferSize(0)
            .connectionTimeout(CONNECT_LIMIT)
            .errorListener(new ErrorListener() {}) // an absence is expected, and no news
            .supportUTF8Subjects()
            .build());
  }

  void hear(String subject, byte[] payload) {
    synchronized (lines) {
      WireLine line =
          new WireLine(lines.size(), (System.nanoTime() - begin) / 1000, subject, payload);
      lines.add(line);
      Matcher event = EVENT.matcher(line.text());
      if (event.find()) {
        byEvent.computeIfAbsent(event.group(1), name -> new ArrayList<>()).add(line);
      }
      lines.notifyAll();
    }
  }

  /** Publishes one message; {@link #flush} says when the broker has it. */
  public void publish(String subject, byte[] payload) {
    mouth.publish(subject, payload);
  }

  /** Publishes one message with a header. */
  public void publish(String subject, String header, String value, byte[] payload) {
    mouth.publish(subject, new io.nats.client.impl.Headers().add(header, value), payload);
  }

  /** Returns when all that the harness published is on the broker. */
  public void flush() {
    try {
      mouth.flush(FLUSH_LIMIT);
    } catch (TimeoutException e) {
      throw new UnavailableException("nats-server did not answer the harness within 10 s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while flushing", e);
    }
  }

  /** Takes note of a marker; those of other witnesses on the same broker are nobody's business. */
  private boolean isMarker(String subject) {
    if (!subject.startsWith(MARKER)) {
      return false;
    }
    if (subject.startsWith(ownMarker)) {
      synchronized (lines) {
        lastMarker = Math.max(lastMarker, Long.parseLong(subject.substring(ownMarker.length())));
        lines.notifyAll();
      }
    }
    return true;
  }

  /**
   * Returns when all has been heard that the broker carried before the call: a client can have a
   * frame earlier than the witness.
   */
  void catchUp() {
    awaitBack(FLUSH_LIMIT);
  }

  /**
   * Waits until the witness hears the broker again, and has heard all that it carried before.
   *
   * @throws UnavailableException when that takes longer
   */
  public void awaitBack(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    long marker = markers.incrementAndGet();
    do {
      try {
        mouth.publish(ownMarker + marker, new byte[0]);
      } catch (IllegalStateException e) {
        // not connected now
      }
      if (await(() -> lastMarker >= marker, MARKER_LIMIT)) {
        return;
      }
    } while (System.nanoTime() < end);
    throw new UnavailableException(
        "the witness did not hear itself on nats-server within %d s".formatted(limit.toSeconds()));
  }

  /** The messages that carry a scenario's event, whatever else is in them. */
  public List<WireLine> carrying(String event) {
    synchronized (lines) {
      return List.copyOf(byEvent.getOrDefault(event, List.of()));
    }
  }

  /** How many messages have been heard so far: a bookmark for {@link #since}. */
  public int mark() {
    synchronized (lines) {
      return lines.size();
    }
  }

  /** What has been heard from a bookmark on. */
  public List<WireLine> since(int mark) {
    synchronized (lines) {
      return List.copyOf(lines.subList(mark, lines.size()));
    }
  }

  /**
   * How many different senders have published an event, those counted whose frames had come to a
   * client before the call.
   */
  public long publishers(String event) {
    catchUp();
    return carrying(event).stream().map(WireLine::uid).distinct().count();
  }

  /**
   * Waits until an event has been heard.
   *
   * @return false when it was not within the limit
   */
  public boolean await(String event, Duration limit) {
    return await(() -> byEvent.containsKey(event), limit);
  }

  private boolean await(BooleanSupplier heard, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    synchronized (lines) {
      while (!heard.getAsBoolean()) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return false;
        }
        try {
          lines.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
      return true;
    }
  }

  @Override
  public void close() {
    try {
      ears.close();
      mouth.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
