package io.socketionats.conformance.adapter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A port of loopback for a server that has to be told one. The system gives it to nobody else while
 * this process lives: a socket that does not listen stays bound to it, which a server that sets
 * SO_REUSEADDR may bind as well.
 */
final class ReservedPort {
  private static final Queue<Socket> HOLDERS = new ConcurrentLinkedQueue<>();

  private ReservedPort() {}

  static int next() {
    try {
      Socket holder = new Socket();
      holder.setReuseAddress(true);
      holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      HOLDERS.add(holder);
      return holder.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
