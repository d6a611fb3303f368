package io.socketionats.conformance.judge.service;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One TCP connection to a node, for what no HTTP client does: leaving in the middle of a poll. */
public final class RawConnection implements AutoCloseable {
  private final URI uri;
  private final Socket socket;
  private final InputStream in;

  /** The answer to one request. */
  public record Answer(int status, Map<String, String> headers, String body) {
    /** A header by its name in lower case; empty if there is none. */
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  private RawConnection(URI uri, Socket socket) throws IOException {
    this.uri = uri;
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * @param uri of the node
   * @param limit how long an answer may take
   */
  static RawConnection open(URI uri, Duration limit) {
    try {
      Socket socket = new Socket(uri.getHost(), uri.getPort());
      socket.setSoTimeout((int) limit.toMillis());
      socket.setTcpNoDelay(true);
      return new RawConnection(uri, socket);
    } catch (IOException e) {
      throw new Unmet("a connection to " + uri, "there was none: " + e.getMessage());
    }
  }

  /** Writes a GET without waiting for its answer. */
  public RawConnection get(URI asked) {
    String request =
        "GET %s?%s HTTP/1.1\r\nHost: %s:%d\r\nAccept: */*\r\n\r\n"
            .formatted(asked.getPath(), asked.getRawQuery(), uri.getHost(), uri.getPort());
    try {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      return this;
    } catch (IOException e) {
      throw new Unmet("to take a request", "the connection ended: " + e.getMessage());
    }
  }

  /**
   * The answer to the oldest request that has none.
   *
   * @throws Unmet if the connection ends before, or it does not come within the limit
   */
  public Answer answer() {
    try {
      String[] status = line().split(" ", 3);
      Map<String, String> headers = new HashMap<>();
      for (String line = line(); !line.isEmpty(); line = line()) {
        int colon = line.indexOf(':');
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
      return new Answer(
          Integer.parseInt(status[1]), headers, new String(body(headers), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new Unmet("an answer on the same connection", "there was none: " + e.getMessage());
    }
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    if (!headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
      return in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunk(); size > 0; size = chunk()) {
      body.writeBytes(in.readNBytes(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private int chunk() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the server has closed the connection");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException("a socket could not be closed", e);
    }
  }
}
