package io.socketionats.conformance.launch.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.UnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A running node: one Socket.IO server process, driven by control lines over its standard input and
 * output. Requests may be sent from many threads; each is answered in order.
 */
public final class Node implements AutoCloseable {
  /** How long a node may take until its hello, unless the caller says otherwise. */
  public static final Duration HELLO_LIMIT = Duration.ofSeconds(30);

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(3);
  private static final int LINES_SHOWN = 12;

  private final String name;
  private final Implementation implementation;
  private final Carrier carrier;
  private final OutputStream requests;
  private final Path log;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
  private final CompletableFuture<Hello> hello = new CompletableFuture<>();
  private volatile Duration answerLimit = ANSWER_LIMIT;
  private volatile String broken;
  private volatile boolean stopping;

  Node(String name, Implementation implementation, Carrier carrier, Path log) {
    this.name = name;
    this.implementation = implementation;
    this.carrier = carrier;
    this.requests = carrier.requests();
    this.log = log;
  }

  /** A node whose carrier has been started; {@link #awaitHello()} tells when it is ready. */
  public static Node on(String name, Implementation implementation, Carrier carrier, Path log) {
    Node node = new Node(name, implementation, carrier, log);
    Thread reader = new Thread(node::readLines, "control of " + name);
    reader.setDaemon(true);
    reader.start();
    return node;
  }

  public String name() {
    return name;
  }

  public Implementation implementation() {
    return implementation;
  }

  public Path log() {
    return log;
  }

  /** The process id, for faults and for messages. */
  public long pid() {
    return carrier.pid();
  }

  public boolean isAlive() {
    return carrier.isAlive() && broken == null;
  }

  /** Why it failed, with its last words; empty while it has not. */
  public Optional<String> failure() {
    return Optional.ofNullable(broken);
  }

  /**
   * Waits for the node's first line.
   *
   * @throws UnavailableException when it ends, sends something else or sends nothing within 30 s
   */
  public Hello awaitHello() {
    return awaitHello(HELLO_LIMIT);
  }

  /** The same with a limit of the caller's. */
  public Hello awaitHello(Duration limit) {
    try {
      return hello.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new UnavailableException(
          "node '%s' did not send its hello within %d s; %s"
              .formatted(name, limit.toSeconds(), lastWords()),
          e);
    } catch (ExecutionException e) {
      throw new UnavailableException(e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while node '%s' was starting".formatted(name), e);
    }
  }

  /** The hello of a node that is ready. */
  public Hello hello() {
    return hello.getNow(null);
  }

  public boolean can(String capability) {
    return hello().capabilities().contains(capability);
  }

  /**
   * Sends one request and waits for its answer.
   *
   * @throws RefusedException when the node answers with an error
   * @throws NodeFailedException when it ends, answers rubbish or not in time
   */
  public JsonNode request(ObjectNode request) {
    return answerOf(send(request));
  }

  /**
   * How long answers may take from now on: less for a node that is known to stop answering, else 20
   * s.
   */
  public void patience(Optional<Duration> limit) {
    answerLimit = limit.orElse(ANSWER_LIMIT);
  }

  /** Sends one request; the answer comes later, in order. */
  public CompletableFuture<JsonNode> send(ObjectNode request) {
    long id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    pending.put(id, answer);
    byte[] line =
        (Json.text(request.deepCopy().put("id", id)) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      synchronized (requests) {
        requests.write(line);
        requests.flush();
      }
    } catch (IOException e) {
      fail(ending("it closed its control input"));
    }
    if (broken != null) {
      answer.completeExceptionally(new NodeFailedException(this, broken));
    }
    return answer.thenApply(given -> accepted(request, given));
  }

  /**
   * An answer that grants what was asked.
   *
   * @param request what was asked, also as a part of a batch
   * @throws RefusedException when the answer refuses it
   */
  public JsonNode accepted(JsonNode request, JsonNode answer) {
    if (!answer.path("ok").asBoolean()) {
      throw new RefusedException(this, request, answer);
    }
    return answer;
  }

  /**
   * Waits for an answer of {@link #send}.
   *
   * @throws RefusedException when the node answers with an error
   * @throws NodeFailedException when it ends, answers rubbish or not in time
   */
  public JsonNode answerOf(CompletableFuture<JsonNode> sent) {
    try {
      return sent.get(answerLimit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      fail("it did not answer within %d ms".formatted(answerLimit.toMillis()));
      throw new NodeFailedException(this, broken);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RefusedException refused) {
        throw refused;
      }
      throw e.getCause() instanceof NodeFailedException failed
          ? failed
          : new NodeFailedException(this, String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NodeFailedException(this, "interrupted while node '%s' was asked".formatted(name));
    }
  }

  private void readLines() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(carrier.answers(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        read(line);
      }
    } catch (IOException e) {
      // the pipe broke: the same as its end
    }
    if (!stopping) {
      fail(ending("it closed its standard output"));
    }
  }

  private String ending(String closed) {
    try {
      return carrier
          .exitStatus(STOP_LIMIT)
          .map(
              status ->
                  "it exited with status %d%s"
                      .formatted(status, hello.isDone() ? "" : " before it was ready"))
          .orElse(carrier.withoutStatus(closed));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  void read(String line) {
    JsonNode message;
    try {
      message = Json.parse(line);
    } catch (IllegalArgumentException e) {
      fail(
          "it wrote a line to standard output that is not JSON (or was it meant for standard error?): "
              + line);
      return;
    }
    if (!hello.isDone()) {
      try {
        hello.complete(Hello.of(message).at(carrier::reachable));
      } catch (IllegalArgumentException e) {
        fail("its hello is refused: %s; the line: %s".formatted(e.getMessage(), line));
      }
      return;
    }
    CompletableFuture<JsonNode> answer = pending.remove(message.path("id").asLong(-1));
    if (answer == null) {
      fail("it answered a request that nobody made: " + line);
    } else {
      answer.complete(message);
    }
  }

  private void fail(String cause) {
    if (broken == null) {
      broken = "node '%s' failed: %s; %s".formatted(name, cause, lastWords());
    }
    hello.completeExceptionally(new NodeFailedException(this, broken));
    pending
        .values()
        .forEach(answer -> answer.completeExceptionally(new NodeFailedException(this, broken)));
    pending.clear();
  }

  private String lastWords() {
    String byHand = carrier.byHand();
    try {
      List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
      List<String> last = lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
      return "its last lines on standard error:%n%s%nfull log: %s%n%s"
          .formatted(last.isEmpty() ? "(none)" : String.join("\n", last), log, byHand);
    } catch (IOException e) {
      return "full log: %s%n%s".formatted(log, byHand);
    }
  }

  /** Ends the process by ending its input, which is what a node obeys; after 3 s by force. */
  @Override
  public void close() {
    stopping = true;
    try {
      requests.close();
    } catch (IOException e) {
      // already closed: the process has ended
    }
    try {
      carrier.end(STOP_LIMIT);
    } catch (InterruptedException e) {
      carrier.kill();
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the process at once. */
  public void kill() {
    stopping = true;
    carrier.kill();
  }

  /** The same, when a successor is going to be started at its address. */
  public void killInPlace() {
    stopping = true;
    carrier.killInPlace();
  }

  @Override
  public String toString() {
    return name;
  }
}
