package io.socketionats.adapter;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.namespace.Namespace;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import com.corundumstudio.socketio.store.pubsub.DispatchMessage;
import com.corundumstudio.socketio.store.pubsub.PubSubType;
import io.nats.client.Message;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * One netty-socketio server as a member of the cluster: keeps subscriptions in step with rooms,
 * delivers what comes from NATS, and publishes what is broadcast here. Thread-safe.
 *
 * <p>netty-socketio calls the default namespace {@code ""}, Socket.IO calls it {@code /}:
 * parameters named {@code netty} hold the former, {@code namespace} the latter.
 */
final class ClusterMember implements NatsLink.Subscriber {
  private final NatsLink link;
  private final Subjects subjects;
  private final Monitor monitor;
  private final ArgumentWriter arguments;
  private final String uid;
  private final FrameReader reader;
  private final FrameWriter writer;
  private final Membership membership = new Membership();
  private final Delivery delivery;
  private final Subscriptions subscriptions;
  private final Set<String> badNames = ConcurrentHashMap.newKeySet();

  /** By Socket.IO's name: the namespaces whose subjects are wanted. */
  private final Map<String, Namespace> subscribed = new ConcurrentHashMap<>();

  private volatile NamespacesHub hub;
  private ScheduledFuture<?> namespaceWatch;
  private volatile ServerJson serverJson;

  ClusterMember(
      NatsLink link, Subjects subjects, String uid, ArgumentWriter arguments, Monitor monitor) {
    this.link = link;
    this.subjects = subjects;
    this.uid = uid;
    this.arguments = arguments;
    this.monitor = monitor;
    this.reader = new FrameReader(subjects.dialect(), uid);
    this.writer = new FrameWriter(subjects.dialect());
    this.delivery = new Delivery(membership, monitor);
    this.subscriptions = new Subscriptions(link, monitor);
    link.subscriber(this);
  }

  Subjects subjects() {
    return subjects;
  }

  AdapterCounters counters() {
    return monitor.snapshot(subscriptions.size(), link.droppedByClient());
  }

  /**
   * Begins to serve {@code server}; returns when NATS has confirmed the namespaces' subscriptions.
   *
   * @throws IllegalStateException if another server is being served
   */
  void start(NamespacesHub server, ServerJson json) {
    synchronized (this) {
      if (hub != null && hub != server) {
        throw new IllegalStateException(
            "this adapter already serves another SocketIOServer; build one adapter per server, or"
                + " call stop() on the other one, also if its start failed");
      }
      serverJson = json;
      hub = server;
    }
    server.getAllNamespaces().forEach(namespace -> subscribe((Namespace) namespace));
    watchNamespaces();
    link.flushNow();
  }

  /** The server has stopped, or its start has failed. Another one may be served now. */
  synchronized void stop() {
    stopWatching();
    hub = null;
    subscribed.clear();
    badNames.clear();
    subscriptions.releaseAll();
  }

  /** Leaves the cluster for good. The clients of the server are served on. */
  synchronized void close() {
    stopWatching();
    subscriptions.close();
  }

  private void stopWatching() {
    if (namespaceWatch != null) {
      namespaceWatch.cancel(false);
    }
  }

  /** Called by the link when it has a new connection. */
  @Override
  public void connected() {
    subscriptions.subscribeAll();
  }

  /** netty-socketio tells nobody when a namespace is removed, so it is looked for. */
  private synchronized void watchNamespaces() {
    stopWatching();
    long period = TimeLimits.NAMESPACE_CHECK.toMillis();
    try {
      namespaceWatch =
          link.timer()
              .scheduleWithFixedDelay(this::releaseRemoved, period, period, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // Closed: there are no subscriptions any more.
    }
  }

  private void releaseRemoved() {
    subscribed.forEach(
        (name, namespace) -> {
          if (find(Namespaces.toNetty(name)) != namespace) {
            removed(name, namespace);
          }
        });
  }

  /** Gives up what a removed namespace wanted. One of the same name may have been created since. */
  private void removed(String name, Namespace namespace) {
    if (!subscribed.remove(name, namespace)) {
      return;
    }
    unsubscribe(name);
    Namespace now = find(Namespaces.toNetty(name));
    if (now != null && !now.getAllClients().isEmpty()) {
      subscribe(now);
      for (String room : List.copyOf(now.getRooms())) {
        reconcile(now, room);
      }
    }
  }

  /** Subscribes to a namespace's subject, or reports a name that has none, once. */
  void subscribe(Namespace created) {
    String namespace = Namespaces.fromNetty(created.getName());
    Namespace known = subscribed.putIfAbsent(namespace, created);
    if (known != null && known != created) {
      removed(namespace, known);
      subscribed.putIfAbsent(namespace, created);
    }
    if (badNames.contains(namespace)) {
      return;
    }
    try {
      String subject = subjects.namespace(namespace);
      requireReadable(namespace);
      if (!subscriptions.covers(subject, namespace)) {
        subscriptions.reconcile(
            subject,
            new Subscriptions.Interest(namespace, null),
            () -> find(created.getName()) == created);
      }
    } catch (IllegalArgumentException e) {
      if (badNames.add(namespace)) {
        monitor.error(
            AdapterError.Kind.NAMESPACE_NAME,
            e.getMessage() + "; its clients here get the broadcasts of this node only",
            e);
      }
    }
  }

  /**
   * Refuses a namespace whose messages the connection cannot tell from others.
   *
   * @throws IllegalArgumentException if the name is not ASCII and the connection reads only that
   */
  void requireReadable(String namespace) {
    if (!Text.isAscii(namespace) && !link.readsUtf8()) {
      throw new IllegalArgumentException(
          "namespace '"
              + Text.printable(namespace)
              + "' is not ASCII and the supplied connection reads ASCII subjects only; "
              + "build its Options with supportUTF8Subjects()");
    }
  }

  void unsubscribe(String namespace) {
    subscriptions.release(namespace);
    membership.forget(Namespaces.toNetty(namespace));
    badNames.remove(namespace);
  }

  /** One room was joined, which may be how netty-socketio enters a namespace. */
  void enteredOrJoined(String netty, UUID id, String room) {
    joined(netty, id, List.of(room), false);
  }

  /** Rooms were joined by the call for several rooms, which only applications use. */
  void joined(String netty, UUID id, Collection<String> rooms) {
    joined(netty, id, rooms, true);
  }

  private void joined(String netty, UUID id, Collection<String> rooms, boolean byApplication) {
    Namespace namespace = find(netty);
    if (namespace == null) {
      return;
    }
    SocketIOClient client = namespace.getClient(id);
    for (String room : rooms) {
      if (client == null) {
        // Gone before it joined: netty-socketio would keep it in the room for ever.
        namespace.leave(room, id);
      } else if (room.equals(netty)) {
        joinedNamesake(namespace, client, byApplication);
      }
      reconcile(namespace, room);
    }
    if (client != null && namespace.getClient(id) == null) {
      left(netty, id, rooms);
    }
  }

  private void joinedNamesake(Namespace namespace, SocketIOClient client, boolean byApplication) {
    UUID id = client.getSessionId();
    if (byApplication || membership.hasEntered(namespace, client)) {
      membership.joinNamesake(namespace, id);
      return;
    }
    subscribe(namespace);
    membership.enter(namespace, id);
    reconcile(namespace, id.toString());
  }

  void left(String netty, UUID id, Collection<String> rooms) {
    Namespace namespace = find(netty);
    if (namespace == null) {
      releaseRemoved();
      return;
    }
    boolean gone = namespace.getClient(id) == null;
    for (String room : rooms) {
      if (room.equals(netty)) {
        membership.leaveNamesake(namespace, id);
        if (!gone) {
          // Who leaves the room of that name has not left the namespace.
          namespace.join(room, id);
        }
      } else if (gone) {
        namespace.leave(room, id);
      }
      reconcile(namespace, room);
    }
    if (gone) {
      namespace.leave(id.toString(), id);
      reconcile(namespace, id.toString());
    }
  }

  private void reconcile(Namespace namespace, String room) {
    String name = Namespaces.fromNetty(namespace.getName());
    if (badNames.contains(name)) {
      return;
    }
    if (!Text.isWellFormed(room)) {
      monitor.error(
          AdapterError.Kind.ROOM_NAME,
          "room '"
              + Text.printable(room)
              + "' holds an unpaired surrogate; it works on this node only",
          null);
      return;
    }
    String subject = subjects.room(name, room);
    if (subject != null) {
      subscriptions.reconcile(
          subject,
          new Subscriptions.Interest(name, room),
          () -> find(namespace.getName()) == namespace && membership.hasMembers(namespace, room));
    } else if (subjects.roomTooLong(name, room)) {
      reportTooLong(name, room);
    }
  }

  private void reportTooLong(String namespace, String room) {
    monitor.error(
        AdapterError.Kind.ROOM_TOO_LONG,
        "room '"
            + Text.printable(room)
            + "' makes a subject longer than "
            + Subjects.MAX_BYTES
            + " bytes; the subject of namespace '"
            + namespace
            + "' is used instead",
        null);
  }

  /**
   * An event broadcast through netty-socketio's own operations, which have delivered it already.
   */
  void dispatch(DispatchMessage message) {
    Packet packet = message.getPacket();
    // A shared packet with bytes turns into a binary event as soon as one event loop has encoded
    // it.
    boolean event =
        packet.getSubType() == PacketType.EVENT || packet.getSubType() == PacketType.BINARY_EVENT;
    if (!event) {
      return;
    }
    String room = message.getRoom();
    List<String> rooms = room.equals(message.getNamespace()) ? List.of() : List.of(room);
    try {
      ServerJson json = serverJson;
      if (json == null) {
        throw new IllegalArgumentException(
            "event '"
                + Text.printable(String.valueOf(packet.getName()))
                + "' of netty-socketio's own operations is not published: the server has not been"
                + " started, so that its JSON support is not known; call server.start() first");
      }
      publish(
          Namespaces.fromNetty(message.getNamespace()),
          json.event(packet),
          Target.EVERYBODY.to(rooms));
    } catch (IllegalArgumentException e) {
      monitor.dropped(DropCause.REFUSED, null, e.getMessage());
      monitor.error(AdapterError.Kind.PUBLISH, e.getMessage(), e);
    }
  }

  /** Delivers to the sockets of this node first, then publishes one frame unless {@code local}. */
  void broadcast(String namespace, Event event, Target target, boolean local) {
    deliver(namespace, event, target);
    if (!local) {
      publish(namespace, event, target);
    }
  }

  Event event(String name, Object[] values) {
    return Event.of(name, values, arguments);
  }

  private void publish(String namespace, Event event, Target target) {
    String subject;
    try {
      subject = subjects.broadcast(namespace, target.rooms());
    } catch (IllegalArgumentException e) {
      monitor.dropped(DropCause.REFUSED, null, e.getMessage());
      return;
    }
    if (target.rooms().size() == 1) {
      String room = target.rooms().iterator().next();
      if (subjects.roomTooLong(namespace, room)) {
        reportTooLong(namespace, room);
      }
    }
    link.publish(subject, writer.write(new Frame(uid, namespace, event, target)));
  }

  /** Runs on the dispatcher's thread, which must survive whatever is sent to it. */
  @Override
  public void onMessage(Message message) {
    try {
      monitor.frameIn();
      String subject = message.getSubject();
      if (!subject.equals(message.getSubscription().getSubject()) || !subscriptions.has(subject)) {
        monitor.dropped(DropCause.OTHER_SUBJECT, subject, "not the subscribed subject");
        return;
      }
      Frame frame = reader.read(message.getData());
      if (!subscriptions.covers(subject, frame.namespace())) {
        throw new RejectedFrame(
            DropCause.WRONG_NAMESPACE, "packet.nsp is '" + Text.printable(frame.namespace()) + "'");
      }
      deliver(frame.namespace(), frame.event(), frame.target());
    } catch (RejectedFrame e) {
      monitor.dropped(e.dropCause(), message.getSubject(), e.getMessage());
    } catch (RuntimeException | StackOverflowError e) {
      monitor.dropped(DropCause.MALFORMED, message.getSubject(), e.toString());
    }
  }

  private void deliver(String namespace, Event event, Target target) {
    Namespace local = find(Namespaces.toNetty(namespace));
    if (local == null) {
      return;
    }
    try {
      delivery.deliver(local, event, target);
    } catch (RuntimeException e) {
      monitor.error(
          AdapterError.Kind.DELIVERY, "event '" + Text.printable(event.name()) + "': " + e, e);
    }
  }

  void announcementFailed(PubSubType type, RuntimeException e) {
    monitor.error(AdapterError.Kind.SUBSCRIBE, "handling " + type + " failed: " + e, e);
  }

  private Namespace find(String netty) {
    NamespacesHub current = hub;
    return current == null ? null : current.get(netty);
  }
}
