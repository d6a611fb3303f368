package io.socketionats.conformance.judge.wire;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.ErrorListener;
import io.nats.client.NUID;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.socketionats.conformance.UnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Hears every message on the broker, be it one server or a cluster of them, and speaks on it for
 * the harness. Safe for use by many threads. Messages that one connection published are kept in its
 * order.
 */
public class Witness implements AutoCloseable {
  /** Event names as scenarios make them: requirement, implementation, number. */
  private static final Pattern EVENT = Pattern.compile("\"([A-Z]\\d\\d\\.[a-z0-9-]+\\.\\d+)\"");

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration MARKER_LIMIT = Duration.ofMillis(250);
  private static final Duration FLUSH_LIMIT = Duration.ofSeconds(10);

  /** Subjects that the witness sends itself, to know how far it has heard. */
  private static final String MARKER = "conformance.witness.";

  private final List<Tap> taps;
  private final long begin = System.nanoTime();
  private final List<WireLine> lines = new ArrayList<>();
  private final Map<String, List<WireLine>> byEvent = new HashMap<>();
  private final Map<Said, int[]> heard = new HashMap<>();
  private final String ownMarker = MARKER + NUID.nextGlobal() + ".";
  private final AtomicLong markers = new AtomicLong();
  private final long[][] lastMarker;
  private volatile Set<Integer> away = Set.of();

  /** The connections at one server: one hears every frame, the other publishes. */
  record Tap(Connection listening, Connection publishing) {}

  /** What one message said: the same is heard at each server of a cluster. */
  private record Said(String subject, ByteBuffer payload) {}

  Witness(List<Tap> taps) {
    this.taps = List.copyOf(taps);
    this.lastMarker = new long[taps.size()][taps.size()];
  }

  /**
   * @param urls of the servers: one, or all of a cluster. What two of them carry is heard once
   * @throws UnavailableException when one does not let it in
   */
  public static Witness on(List<String> urls) {
    return on(urls, 0);
  }

  /**
   * A witness that comes back after a server has been away. What that server carries before the
   * witness is back it does not hear; {@link #awaitBack} ends that time.
   *
   * @throws UnavailableException when a server does not let it in
   */
  public static Witness comingBackOn(List<String> urls) {
    return on(urls, -1);
  }

  private static Witness on(List<String> urls, int reconnects) {
    List<Tap> taps = new ArrayList<>();
    for (String url : urls) {
      try {
        Connection listening = connect(url, "witness", reconnects);
        taps.add(new Tap(listening, connect(url, "harness", reconnects)));
      } catch (IOException e) {
        throw new UnavailableException(
            "the witness cannot connect to nats-server at %s: %s".formatted(url, e.getMessage()),
            e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UnavailableException("interrupted while connecting the witness", e);
      }
    }
    Witness witness = new Witness(taps);
    for (int i = 0; i < taps.size(); i++) {
      witness.listen(i);
    }
    witness.awaitBack(FLUSH_LIMIT);
    return witness;
  }

  private void listen(int server) {
    Dispatcher dispatcher =
        taps.get(server)
            .listening()
            .createDispatcher(
                message -> {
                  if (!isMarker(server, message.getSubject())) {
                    hear(server, message.getSubject(), message.getData());
                  }
                });
    dispatcher.setPendingLimits(-1, -1);
    dispatcher.subscribe(">");
  }

  static Connection connect(String url, String name, int reconnects)
      throws IOException, InterruptedException {
    return Nats.connect(
        new Options.Builder()
            .server(url)
            .connectionName("conformance-" + name)
            .maxReconnects(reconnects)
            .reconnectWait(Duration.ofMillis(20))
            .reconnectJitter(Duration.ofNanos(1)) // jnats 2.26.2 does not reconnect with none
            .reconnectBufferSize(0)
            .ignoreDiscoveredServers() // each server of a cluster has a witness of its own
            .connectionTimeout(CONNECT_LIMIT)
            .errorListener(new ErrorListener() {}) // an absence is expected, and no news
            .supportUTF8Subjects()
            .build());
  }

  void hear(int server, String subject, byte[] payload) {
    synchronized (lines) {
      if (taps.size() > 1 && !isNews(server, new Said(subject, ByteBuffer.wrap(payload)))) {
        return;
      }
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

  /**
   * What was published twice comes twice at every server, so a message is news at the server that
   * has heard it most often.
   */
  private boolean isNews(int server, Said said) {
    int[] counts = heard.computeIfAbsent(said, key -> new int[taps.size()]);
    int most = Arrays.stream(counts).max().orElse(0);
    counts[server]++;
    return counts[server] > most;
  }

  /** The servers that are there, from 0; the first is the one that {@link #publish} speaks at. */
  public List<Integer> servers() {
    return IntStream.range(0, taps.size()).filter(i -> !away.contains(i)).boxed().toList();
  }

  /** From now on these servers are away on purpose: nothing is published at or awaited of them. */
  public void without(Set<Integer> servers) {
    away = Set.copyOf(servers);
  }

  private Connection publishing(int server) {
    return taps.get(server).publishing();
  }

  /** Publishes one message at one server; {@link #flush} says when it is there. */
  public void publish(int server, String subject, byte[] payload) {
    publishing(server).publish(subject, payload);
  }

  /** Publishes one message; {@link #flush} says when the broker has it. */
  public void publish(String subject, byte[] payload) {
    publish(servers().get(0), subject, payload);
  }

  /** Publishes one message with a header. */
  public void publish(String subject, String header, String value, byte[] payload) {
    publishing(servers().get(0))
        .publish(subject, new io.nats.client.impl.Headers().add(header, value), payload);
  }

  /** How many bytes a message may have on this broker (nats-server's max_payload). */
  public long maxPayload() {
    return publishing(servers().get(0)).getMaxPayload();
  }

  /** Returns when all that the harness published is on the servers that it was published at. */
  public void flush() {
    try {
      for (int server : servers()) {
        publishing(server).flush(FLUSH_LIMIT);
      }
    } catch (TimeoutException e) {
      throw new UnavailableException("nats-server did not answer the harness within 10 s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while flushing", e);
    }
  }

  /** Takes note of a marker; those of other witnesses on the same broker are nobody's business. */
  private boolean isMarker(int server, String subject) {
    if (!subject.startsWith(MARKER)) {
      return false;
    }
    if (subject.startsWith(ownMarker)) {
      String[] words = subject.substring(ownMarker.length()).split("\\.");
      int from = Integer.parseInt(words[0]);
      synchronized (lines) {
        lastMarker[server][from] = Math.max(lastMarker[server][from], Long.parseLong(words[1]));
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
   * Waits until the witness hears each server that is there from each, and has heard all that they
   * carried before. As it listens to everything, every server then passes everything on to every
   * other, whatever was subscribed where and when.
   *
   * @throws UnavailableException when that takes longer
   */
  public void awaitBack(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    long marker = markers.incrementAndGet();
    List<Integer> there = servers();
    do {
      for (int server : there) {
        try {
          publish(server, ownMarker + server + "." + marker, new byte[0]);
        } catch (IllegalStateException e) {
          // not connected now
        }
      }
      if (await(() -> isHeardEverywhere(there, marker), MARKER_LIMIT)) {
        return;
      }
    } while (System.nanoTime() < end);
    throw new UnavailableException(
        "the witness did not hear itself on nats-server within %d s".formatted(limit.toSeconds()));
  }

  private boolean isHeardEverywhere(List<Integer> there, long marker) {
    return there.stream()
        .allMatch(server -> there.stream().allMatch(from -> lastMarker[server][from] >= marker));
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
   * How many times an event may rightly come to a client: once for its sender, and once for each
   * frame in which somebody else published it again. Frames are counted that had come to a client
   * before the call.
   */
  public long deliveries(String event) {
    catchUp();
    List<WireLine> frames = carrying(event);
    return 1
        + frames.stream().skip(1).filter(frame -> !frame.uid().equals(frames.get(0).uid())).count();
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
      for (Tap tap : taps) {
        tap.listening().close();
        tap.publishing().close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
