package io.socketionats.engine;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.namespace.Namespace;

/**
 * Where a client is before a namespace lets it in. netty-socketio's {@code NamespaceClient} enters
 * its namespace in its constructor, before anybody was asked; here it enters nothing.
 */
final class Lobby extends Namespace {
  Lobby(String name, Configuration configuration) {
    super(name, configuration);
  }

  @Override
  public void addClient(SocketIOClient client) {}
}
