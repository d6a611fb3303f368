package io.socketionats.adapter;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.namespace.Namespace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is in which room on this node. netty-socketio's own room map is the truth, with two
 * differences: every socket is also in the room of its own id, as on Node, and the room that
 * netty-socketio names like its namespace, into which it puts every socket, is not one: here it
 * holds those that joined it expressly. Thread-safe.
 */
final class Membership {
  /**
   * By netty-socketio's name of the namespace: clients that explicitly joined the room named like
   * the namespace.
   */
  private final Map<String, Set<UUID>> namesakes = new ConcurrentHashMap<>();

  /** Puts a socket that has just entered {@code namespace} into the room of its own id. */
  void enter(Namespace namespace, UUID id) {
    namespace.join(id.toString(), id);
  }

  /** Whether a socket has entered before, so that it is known to be in its own room. */
  boolean hasEntered(Namespace namespace, SocketIOClient client) {
    return namespace.getRooms(client).contains(client.getSessionId().toString());
  }

  void joinNamesake(Namespace namespace, UUID id) {
    namesakes.computeIfAbsent(namespace.getName(), name -> ConcurrentHashMap.newKeySet()).add(id);
  }

  void leaveNamesake(Namespace namespace, UUID id) {
    namesakes.computeIfPresent(
        namespace.getName(),
        (name, ids) -> {
          ids.remove(id);
          return ids.isEmpty() ? null : ids;
        });
  }

  void forget(String namespace) {
    namesakes.remove(namespace);
  }

  boolean hasMembers(Namespace namespace, String room) {
    return room.equals(namespace.getName())
        ? namesakes.containsKey(room)
        : namespace.getRooms().contains(room);
  }

  /** The sockets that {@code target} means, each once. */
  Collection<SocketIOClient> recipients(Namespace namespace, Target target) {
    Collection<SocketIOClient> addressed = addressed(namespace, target.rooms());
    Set<UUID> excluded = excluded(namespace, target.except());
    return excluded.isEmpty()
        ? addressed
        : addressed.stream().filter(client -> !excluded.contains(client.getSessionId())).toList();
  }

  private Collection<SocketIOClient> addressed(Namespace namespace, Set<String> rooms) {
    if (rooms.isEmpty()) {
      return namespace.getAllClients();
    }
    if (rooms.size() == 1) {
      return members(namespace, rooms.iterator().next());
    }
    Map<UUID, SocketIOClient> union = new HashMap<>();
    for (String room : rooms) {
      members(namespace, room).forEach(client -> union.put(client.getSessionId(), client));
    }
    return union.values();
  }

  private Set<UUID> excluded(Namespace namespace, Set<String> except) {
    Set<UUID> ids = new HashSet<>();
    for (String name : except) {
      members(namespace, name).forEach(client -> ids.add(client.getSessionId()));
      // An id excludes its socket also when the socket has left its own room.
      UUID id = socketId(name);
      if (id != null) {
        ids.add(id);
      }
    }
    return ids;
  }

  private static UUID socketId(String name) {
    if (name.length() != 36) {
      return null;
    }
    try {
      UUID id = UUID.fromString(name);
      return id.toString().equals(name) ? id : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private Collection<SocketIOClient> members(Namespace namespace, String room) {
    List<SocketIOClient> members = new ArrayList<>();
    if (room.equals(namespace.getName())) {
      for (UUID id : namesakes.getOrDefault(room, Set.of())) {
        SocketIOClient client = namespace.getClient(id);
        if (client != null) {
          members.add(client);
        }
      }
    } else {
      namespace.getRoomClients(room).forEach(members::add);
    }
    return members;
  }
}
