package io.socketionats.conformance.judge.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests of one version of Engine.IO to one node, each written out by its requirement. */
public final class RawHttp {
  static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");
  private static final HttpResponse.BodyHandler<byte[]> BYTES =
      HttpResponse.BodyHandlers.ofByteArray();

  private final String url;
  private final String query;
  private final Pace pace;
  private final Duration limit;
  private final Trace trace;

  /**
   * @param url of the node
   * @param query such as {@code EIO=4}
   * @param limit how long to wait for what must come
   */
  public RawHttp(String url, String query, Pace pace, Duration limit, Trace trace) {
    this.url = url;
    this.query = query;
    this.pace = pace;
    this.limit = limit;
    this.trace = trace;
  }

  /** The times and limits of the node. */
  public Pace pace() {
    return pace;
  }

  /** The same node, asked in another way. */
  public RawHttp with(String otherQuery) {
    return new RawHttp(url, otherQuery, pace, limit, trace);
  }

  Trace trace() {
    return trace;
  }

  /** How long to wait for what must come. */
  public Duration limit() {
    return limit;
  }

  /**
   * @param rest of the query, such as {@code &transport=polling}
   */
  public URI uri(String rest) {
    return URI.create(url + "/socket.io/?" + query + rest);
  }

  /** A request to be completed. */
  public HttpRequest.Builder request(String rest) {
    return HttpRequest.newBuilder(uri(rest)).timeout(limit);
  }

  /**
   * Asks, and waits for the answer.
   *
   * @throws Unmet if there is none within the limit
   */
  public RawAnswer send(HttpRequest request) {
    trace.add(">", describe(request));
    try {
      return read(new RawAnswer(CLIENT.send(request, BYTES)));
    } catch (IOException e) {
      throw new Unmet("an answer to " + describe(request), "there was none: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }

  private RawAnswer read(RawAnswer answer) {
    trace.add("<", answer.toString());
    return answer;
  }

  private static String describe(HttpRequest request) {
    return request.method() + " " + request.uri().getRawQuery();
  }

  public RawAnswer get(String rest) {
    return send(request(rest).build());
  }

  public RawAnswer poll(String sid) {
    return get("&transport=polling&sid=" + sid);
  }

  /** Asks without waiting. */
  public CompletableFuture<RawAnswer> pollLater(String sid) {
    HttpRequest request = request("&transport=polling&sid=" + sid).build();
    trace.add(">", describe(request));
    return CLIENT.sendAsync(request, BYTES).thenApply(RawAnswer::new).thenApply(this::read);
  }

  /**
   * The answer to what was asked before.
   *
   * @throws Unmet if there is none within the limit
   */
  public RawAnswer answer(CompletableFuture<RawAnswer> asked) {
    try {
      return asked.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new Unmet("the open poll to be answered", "there was no answer: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }

  public RawAnswer post(String sid, String body) {
    trace.add(">", "body " + body);
    return send(
        request("&transport=polling&sid=" + sid)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** Posts a body of bytes. */
  public RawAnswer post(String sid, byte[] body) {
    return send(
        request("&transport=polling&sid=" + sid)
            .header("Content-Type", "application/octet-stream")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build());
  }

  /** A connection of its own, for requests that are written by hand. */
  public RawConnection connection() {
    return RawConnection.open(URI.create(url), limit);
  }

  /**
   * Waits until a session has ended: until then polls are answered with nothing but packets that
   * are named, or refused because they come together.
   *
   * @param packets that may still come, such as {@code 1}
   * @throws Unmet if another comes, or it does not end within the limit
   */
  public void requireEnd(String sid, Set<String> packets) {
    long end = System.nanoTime() + limit.toNanos();
    RawAnswer answer = poll(sid);
    while (!answer.isError(1)) {
      if (answer.status() == 200 && !packets.containsAll(answer.packets())) {
        throw new Unmet("the session to have ended", "it got " + answer);
      }
      if (System.nanoTime() - end > 0) {
        throw new Unmet("the session to end", "it goes on, with " + answer);
      }
      answer = poll(sid);
    }
  }

  /**
   * Requires that a WebSocket is refused, or closed at once without a message.
   *
   * @throws Unmet if it is served
   */
  public void requireNoWebSocket(String rest) {
    try (RawSocket socket = RawSocket.connect(this, rest, true)) {
      socket.require(RawSocket.CLOSED);
    } catch (RawSocket.Refused e) {
      // as it has to be
    }
  }

  /** Opens a session by long-polling; returns its id. */
  public String open() {
    return open("");
  }

  /** The same with more in the query. */
  public String open(String more) {
    RawAnswer answer = get("&transport=polling" + more);
    Matcher sid = SID.matcher(answer.text());
    if (answer.status() != 200 || !sid.find()) {
      throw new Unmet("a session to be opened", "it got " + answer);
    }
    return sid.group(1);
  }

  /** Opens a session by WebSocket; its handshake is the first message. */
  public RawSocket connect() {
    return RawSocket.connect(this, "&transport=websocket", true);
  }

  /** Opens a WebSocket. */
  public RawSocket connect(String rest) {
    return RawSocket.connect(this, rest, true);
  }

  /** One that does not answer pings. */
  public RawSocket connectSilently() {
    return RawSocket.connect(this, "&transport=websocket", false);
  }
}
