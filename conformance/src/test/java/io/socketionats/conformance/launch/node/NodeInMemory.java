package io.socketionats.conformance.launch.node;

import io.socketionats.conformance.dialect.WireDialect;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Nodes without a process, which say what a test tells them. */
public final class NodeInMemory {
  private NodeInMemory() {}

  /** A node named {@code ID-1} that has said its hello. */
  public static Node of(String id) {
    Node node = silent(id, new Requests());
    node.read(
        "{\"hello\":1,\"implementation\":\"%s\",\"node\":\"%s-1\",\"pid\":1,\"url\":\"http://127.0.0.1:1\",\"versions\":{\"x\":\"1\"},\"capabilities\":[\"errors\"]}"
            .formatted(id, id));
    return node;
  }

  static Node silent(String id, Process process) {
    Implementation implementation =
        new Implementation(
            id, "none", WireDialect.SOCKET_IO_NATS, 0, List.of(id), Map.of(), List.of());
    return new Node(
        id + "-1",
        implementation,
        new ProcessCarrier("run " + id, process),
        Path.of("no-such.log"));
  }

  /** A process that never was, and keeps what is written to it. */
  static final class Requests extends Process {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    String written() {
      return written.toString(StandardCharsets.UTF_8);
    }

    @Override
    public OutputStream getOutputStream() {
      return written;
    }

    @Override
    public InputStream getInputStream() {
      return InputStream.nullInputStream();
    }

    @Override
    public InputStream getErrorStream() {
      return InputStream.nullInputStream();
    }

    @Override
    public int waitFor() {
      return 0;
    }

    @Override
    public int exitValue() {
      throw new IllegalThreadStateException("it never ends");
    }

    @Override
    public void destroy() {}

    @Override
    public long pid() {
      return 1;
    }
  }
}
