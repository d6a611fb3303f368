package io.socketionats.conformance.launch.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy that breaks what goes through it: it delays, swallows, resets or refuses. The bytes
 * of a connection keep their order, and none is changed. Safe for use by many threads.
 */
public final class FaultProxy implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final int CHUNK = 16 * 1024;
  private static final int CHUNKS_WAITING = 256;
  private static final byte[] END = new byte[0];

  private final InetSocketAddress target;
  private final InetAddress host;
  private final int port;
  private final Object state = new Object();
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private ServerSocket listener;
  private Thread acceptor;
  private boolean blackHole;
  private boolean closed;
  private volatile long latencyNanos;

  private FaultProxy(InetSocketAddress target, ServerSocket listener) {
    this.target = target;
    this.listener = listener;
    this.host = listener.getInetAddress();
    this.port = listener.getLocalPort();
  }

  /**
   * Listens on any free port of loopback, and connects on to a target for each connection.
   *
   * @throws UncheckedIOException when no port can be had
   */
  public static FaultProxy to(InetSocketAddress target) {
    return to(target, InetAddress.getLoopbackAddress());
  }

  /** The same on another address of this machine. */
  static FaultProxy to(InetSocketAddress target, InetAddress host) {
    FaultProxy proxy = new FaultProxy(target, listen(host, 0));
    proxy.acceptFrom(proxy.listener);
    return proxy;
  }

  private static ServerSocket listen(InetAddress host, int port) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException("port %d cannot be listened on".formatted(port), e);
    }
  }

  private static Thread start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void acceptFrom(ServerSocket from) {
    acceptor = start("fault proxy " + port, () -> accept(from));
  }

  /** Closing alone is not enough: the port takes connections while a thread waits for one. */
  private void endListening() {
    Thread waiting;
    synchronized (state) {
      close(listener);
      waiting = acceptor;
    }
    try {
      waiting.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where to connect to; the same for the proxy's whole life. */
  public InetSocketAddress address() {
    return new InetSocketAddress(host, port);
  }

  /** How many connections go through it now. */
  public int connections() {
    return connections.size();
  }

  /** Delays what is read from now on, in each direction; zero ends that. */
  public void latency(Duration delay) {
    latencyNanos = delay.toNanos();
  }

  /**
   * Swallows: connections stand and can be made, but nothing gets through until {@link #heal}, and
   * then everything does.
   */
  public void blackHole() {
    synchronized (state) {
      blackHole = true;
    }
  }

  /** Ends all connections with a TCP reset; new ones are served. */
  public void reset() {
    connections.forEach(Connection::reset);
  }

  /** Ends all connections with a TCP reset, and refuses new ones until {@link #heal}. */
  public void refuse() {
    endListening();
    reset();
  }

  /** Ends every fault. */
  public void heal() {
    latencyNanos = 0;
    synchronized (state) {
      blackHole = false;
      state.notifyAll();
      if (listener.isClosed() && !closed) {
        ServerSocket again = listen(host, port);
        listener = again;
        acceptFrom(again);
      }
    }
  }

  private void accept(ServerSocket from) {
    try {
      while (true) {
        Socket client = from.accept();
        start("fault proxy " + port, () -> serve(client));
      }
    } catch (IOException e) {
      // refusing, or closed
    }
  }

  private void serve(Socket client) {
    Connection connection = new Connection(client, new Socket());
    connections.add(connection);
    try {
      awaitNoBlackHole();
      connection.server.connect(target, (int) CONNECT_LIMIT.toMillis());
      client.setTcpNoDelay(true);
      connection.server.setTcpNoDelay(true);
    } catch (IOException e) {
      connection.reset();
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    synchronized (state) {
      if (closed || listener.isClosed()) { // it came in while the proxy began to refuse
        connection.reset();
        return;
      }
    }
    connection.pump(client, connection.server);
    connection.pump(connection.server, client);
  }

  private void awaitNoBlackHole() throws InterruptedException {
    synchronized (state) {
      while (blackHole && !closed) {
        state.wait();
      }
    }
  }

  private static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      // it is of no use any more
    }
  }

  /** Ends the listener and all connections. */
  @Override
  public void close() {
    synchronized (state) {
      closed = true;
      state.notifyAll();
    }
    endListening();
    reset();
  }

  private record Chunk(byte[] bytes, long due) {}

  private final class Connection {
    private final Socket client;
    private final Socket server;

    Connection(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void pump(Socket from, Socket to) {
      BlockingQueue<Chunk> waiting = new ArrayBlockingQueue<>(CHUNKS_WAITING);
      start("fault proxy reads " + port, () -> read(from, waiting));
      start("fault proxy writes " + port, () -> write(waiting, to));
    }

    private void read(Socket from, BlockingQueue<Chunk> waiting) {
      try {
        byte[] buffer = new byte[CHUNK];
        try {
          int count = from.getInputStream().read(buffer);
          while (count >= 0) {
            waiting.put(new Chunk(Arrays.copyOf(buffer, count), System.nanoTime() + latencyNanos));
            count = from.getInputStream().read(buffer);
          }
        } catch (IOException e) {
          reset();
        }
        waiting.put(new Chunk(END, System.nanoTime()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void write(BlockingQueue<Chunk> waiting, Socket to) {
      try {
        for (Chunk chunk = waiting.take(); chunk.bytes() != END; chunk = waiting.take()) {
          long early = chunk.due() - System.nanoTime();
          if (early > 0) {
            Thread.sleep(early / 1_000_000, (int) (early % 1_000_000));
          }
          awaitNoBlackHole();
          to.getOutputStream().write(chunk.bytes());
        }
        awaitNoBlackHole(); // a black hole swallows the end of a connection as well
      } catch (IOException e) {
        reset();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      end();
    }

    private void end() {
      connections.remove(this);
      FaultProxy.close(client);
      FaultProxy.close(server);
    }

    private void reset() {
      for (Socket socket : new Socket[] {client, server}) {
        try {
          socket.setSoLinger(true, 0); // closing then sends a reset
        } catch (IOException e) {
          // it is closed already
        }
      }
      end();
    }
  }
}
