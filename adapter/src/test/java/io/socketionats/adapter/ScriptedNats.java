package io.socketionats.adapter;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A NATS broker of a few lines: subjects with wildcards, a record of what clients wrote, and -ERR
 * on demand.
 */
final class ScriptedNats implements AutoCloseable {
  private final ServerSocket listener;
  private final Thread acceptor;
  private final int maxPayload;
  private final List<Peer> peers = new CopyOnWriteArrayList<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private volatile boolean answersPings = true;

  ScriptedNats() {
    this(1_048_576);
  }

  ScriptedNats(int maxPayload) {
    this(maxPayload, 0);
  }

  ScriptedNats(int maxPayload, int port) {
    this.maxPayload = maxPayload;
    try {
      listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    acceptor = daemon(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  String url() {
    return "nats://127.0.0.1:" + port();
  }

  /**
   * What clients wrote: "SUB subject", "UNSUB subject", "PUB subject payload", "PING", in order per
   * client.
   */
  List<String> lines() {
    return List.copyOf(lines);
  }

  List<String> lines(String verb) {
    return lines.stream().filter(line -> line.startsWith(verb + " ")).toList();
  }

  void forgetLines() {
    lines.clear();
  }

  /** The subjects subscribed to now, sorted. */
  List<String> subscriptions() {
    return peers.stream().flatMap(peer -> peer.subjects.values().stream()).sorted().toList();
  }

  /** How many clients are connected. */
  int connections() {
    return peers.size();
  }

  void answersPings(boolean value) {
    answersPings = value;
  }

  void publish(String subject, String payload) {
    publish(subject, payload.getBytes(StandardCharsets.UTF_8));
  }

  void publish(String subject, byte[] payload) {
    route(null, subject, payload);
  }

  void error(String text) {
    peers.forEach(peer -> peer.write("-ERR '" + text + "'\r\n", new byte[0]));
  }

  void dropConnections() {
    peers.forEach(Peer::close);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitAcceptor();
    dropConnections();
  }

  /** An accept that is under way keeps the port open, and may still give a connection. */
  private void awaitAcceptor() {
    try {
      acceptor.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (acceptor.isAlive()) {
      throw new IllegalStateException("accept did not end within 10 s of the listener's close");
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Peer peer = new Peer(listener.accept());
        daemon(peer::serve);
      } catch (IOException e) {
        return;
      }
    }
  }

  private void route(Peer from, String subject, byte[] payload) {
    for (Peer peer : peers) {
      if (peer != from || peer.echo) {
        peer.subjects.forEach(
            (sid, pattern) -> {
              if (matches(pattern, subject)) {
                peer.write(
                    "MSG " + subject + " " + sid + " " + payload.length + "\r\n", payload, "\r\n");
              }
            });
      }
    }
  }

  static boolean matches(String pattern, String subject) {
    String[] wanted = pattern.split("\\.", -1);
    String[] given = subject.split("\\.", -1);
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].equals(">")) {
        return i < given.length;
      }
      if (i >= given.length || !wanted[i].equals("*") && !wanted[i].equals(given[i])) {
        return false;
      }
    }
    return wanted.length == given.length;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "scripted-nats");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private final class Peer {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final Map<String, String> subjects = new ConcurrentHashMap<>();
    private volatile boolean echo = true;

    Peer(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
      this.out = socket.getOutputStream();
      peers.add(this);
      write(
          "INFO {\"server_id\":\"S\",\"version\":\"2.9.10\",\"proto\":1,\"host\":\"127.0.0.1\",\"port\":"
              + port()
              + ",\"headers\":true,\"max_payload\":"
              + maxPayload
              + "}\r\n",
          new byte[0]);
    }

    void serve() {
      try {
        for (String line = readLine(); line != null; line = readLine()) {
          handle(line.split(" "), line);
        }
      } catch (IOException e) {
        // The client is gone.
      } finally {
        close();
      }
    }

    private void handle(String[] words, String line) throws IOException {
      switch (words[0]) {
        case "CONNECT" -> echo = !line.contains("\"echo\":false");
        case "PING" -> {
          lines.add("PING");
          if (answersPings) {
            write("PONG\r\n", new byte[0]);
          }
        }
        case "SUB" -> {
          subjects.put(words[words.length - 1], words[1]);
          lines.add("SUB " + words[1]);
        }
        case "UNSUB" -> lines.add("UNSUB " + subjects.remove(words[1]));
        case "PUB" -> {
          byte[] payload = payload(Integer.parseInt(words[words.length - 1]));
          lines.add("PUB " + words[1] + " " + new String(payload, StandardCharsets.UTF_8));
          route(this, words[1], payload);
        }
        case "HPUB" -> {
          int headers = Integer.parseInt(words[words.length - 2]);
          byte[] all = payload(Integer.parseInt(words[words.length - 1]));
          route(this, words[1], java.util.Arrays.copyOfRange(all, headers, all.length));
        }
        default -> {}
      }
    }

    private byte[] payload(int length) throws IOException {
      byte[] payload = in.readNBytes(length);
      in.readNBytes(2);
      return payload;
    }

    private String readLine() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          return null;
        }
        if (b != '\r') {
          line.write(b);
        }
      }
      return line.toString(StandardCharsets.UTF_8);
    }

    private void write(String head, byte[] body, String... tail) {
      try {
        synchronized (out) {
          out.write(head.getBytes(StandardCharsets.UTF_8));
          out.write(body);
          out.write(String.join("", tail).getBytes(StandardCharsets.UTF_8));
          out.flush();
        }
      } catch (IOException e) {
        close();
      }
    }

    private void close() {
      peers.remove(this);
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
