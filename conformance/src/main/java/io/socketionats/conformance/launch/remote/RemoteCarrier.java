package io.socketionats.conformance.launch.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.launch.node.Carrier;
import io.socketionats.conformance.launch.node.ControlConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A node that somebody else runs, driven over its control port. It ends with the connection. */
final class RemoteCarrier implements Carrier {
  private static final int LONGEST_HELLO = 1 << 16;
  private static final int CHARACTERS_SHOWN = 80;

  private final Deployment.Member member;
  private final ControlConnection control;
  private final OutputStream requests;
  private volatile boolean closed;

  private RemoteCarrier(
      Deployment.Member member, ControlConnection control, OutputStream requests) {
    this.member = member;
    this.control = control;
    this.requests = requests;
  }

  /**
   * Connects and reads the hello, which stays to be read by the node.
   *
   * @param file where the member is written down, for messages
   * @throws UnavailableException when no such node answers within the limit
   */
  static RemoteCarrier connect(String name, Deployment.Member member, Path file, Duration limit) {
    ControlConnection control = open(name, member, file, limit);
    try {
      requireImplementation(name, member, file, control.answers());
      return new RemoteCarrier(member, control, control.requests());
    } catch (IOException e) {
      control.close();
      throw new UnavailableException(
          "node '%s' at %s broke the connection: %s"
              .formatted(name, member.address(), e.getMessage()),
          e);
    } catch (RuntimeException e) {
      control.close();
      throw e;
    }
  }

  private static ControlConnection open(
      String name, Deployment.Member member, Path file, Duration limit) {
    try {
      return ControlConnection.open(
          member.control().getHost(), member.control().getPort(), limit, () -> true);
    } catch (UnavailableException e) {
      throw new UnavailableException(
          "node '%s' is not there: %s; start it, or correct %s.control in '%s'"
              .formatted(name, e.getMessage(), member.path(), file),
          e);
    }
  }

  private static void requireImplementation(
      String name, Deployment.Member member, Path file, InputStream answers) throws IOException {
    String line = firstLine(answers);
    String said = implementation(line);
    if (said.isEmpty()) {
      throw new UnavailableException(
          "what answers as node '%s' at %s is no node: its first line is '%s'; correct %s.control in '%s'"
              .formatted(
                  name,
                  member.address(),
                  line.substring(0, Math.min(CHARACTERS_SHOWN, line.length())),
                  member.path(),
                  file));
    }
    if (!said.equals(member.implementation())) {
      throw new UnavailableException(
          "node '%s' at %s says that it is '%s'; correct %s.implementation in '%s', or the node's variable IMPLEMENTATION"
              .formatted(name, member.address(), said, member.path(), file));
    }
  }

  private static String firstLine(InputStream answers) throws IOException {
    answers.mark(LONGEST_HELLO);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = answers.read();
        b >= 0 && b != '\n' && line.size() < LONGEST_HELLO - 1;
        b = answers.read()) {
      line.write(b);
    }
    answers.reset();
    return line.toString(StandardCharsets.UTF_8).strip();
  }

  private static String implementation(String line) {
    try {
      JsonNode hello = Json.parse(line);
      return hello.has("hello") ? hello.path("implementation").asText() : "";
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  @Override
  public OutputStream requests() {
    return requests;
  }

  @Override
  public InputStream answers() {
    return control.answers();
  }

  /** Its end shows as the end of the control connection. */
  @Override
  public boolean isAlive() {
    return !closed;
  }

  /** Nobody here can know it. */
  @Override
  public Optional<Integer> exitStatus(Duration limit) {
    return Optional.empty();
  }

  @Override
  public String withoutStatus(String closed) {
    return "its control connection ended";
  }

  @Override
  public long pid() {
    throw new UnsupportedOperationException("a remote node has no process on this machine");
  }

  @Override
  public URI reachable(URI url) {
    return member.url();
  }

  @Override
  public String byHand() {
    return "it runs at " + member.address();
  }

  @Override
  public void kill() {
    closed = true;
    control.close();
  }
}
