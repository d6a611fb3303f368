package io.socketionats.adapter;

import com.corundumstudio.socketio.store.MemoryStore;
import io.netty.channel.Channel;

/**
 * netty-socketio's store of one connection, in which the adapter also remembers the connection's
 * WebSocket channel: it lives exactly as long as the connection.
 */
final class ClientStore extends MemoryStore {
  private volatile Channel webSocket;

  Channel webSocket() {
    return webSocket;
  }

  void webSocket(Channel channel) {
    webSocket = channel;
  }
}
