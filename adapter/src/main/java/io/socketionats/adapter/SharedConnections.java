package io.socketionats.adapter;

import io.nats.client.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Who uses which connection. NATS does not hand a frame back to a connection that was made with
 * noEcho: an adapter on it never hears what another adapter or an emitter publishes over the same
 * connection. Such sharing is refused, because nothing else would tell of it. Thread-safe.
 */
final class SharedConnections {
  /**
   * One adapter or emitter.
   *
   * @param root the subject under which it publishes
   * @param listens whether it is an adapter
   */
  private record User(String root, boolean listens) {}

  private static final Map<Connection, List<User>> USERS = new WeakHashMap<>();

  private SharedConnections() {}

  /**
   * Notes an adapter ({@code listens}) or emitter.
   *
   * @return takes the note back
   * @throws IllegalArgumentException if one of the users would not hear the other
   */
  static Runnable use(Connection connection, Subjects subjects, boolean listens) {
    User user = new User(subjects.namespace("/"), listens);
    synchronized (USERS) {
      List<User> users = USERS.computeIfAbsent(connection, made -> new ArrayList<>());
      if (connection.getOptions().isNoEcho()) {
        users.forEach(other -> requireHeard(user, other));
      }
      users.add(user);
    }
    return () -> {
      synchronized (USERS) {
        List<User> users = USERS.get(connection);
        if (users != null && users.remove(user) && users.isEmpty()) {
          USERS.remove(connection);
        }
      }
    };
  }

  private static void requireHeard(User user, User other) {
    if (user.root().equals(other.root()) && (user.listens() || other.listens())) {
      throw new IllegalArgumentException(
          "connection was made with noEcho, and "
              + (other.listens() ? "an adapter" : "an emitter")
              + " with the same key uses it already: NATS does not hand the frames of one to the"
              + " other; use a connection of its own, or supply one that was made without noEcho"
              + " (connections that adapters and emitters open themselves are made with it)");
    }
  }
}
