package io.socketionats.conformance.judge.scenario;

import io.socketionats.conformance.Json;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.cluster.Cluster;
import io.socketionats.conformance.judge.verdict.Blame;
import io.socketionats.conformance.judge.verdict.Emission;
import io.socketionats.conformance.judge.verdict.Emission.Due;
import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.verdict.Finding.About;
import io.socketionats.conformance.judge.verdict.Finding.Kind;
import io.socketionats.conformance.judge.wire.Crowd;
import io.socketionats.conformance.judge.wire.WireLine;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.conformance.launch.node.NodeFailedException;
import io.socketionats.conformance.launch.node.RefusedException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * One execution of a requirement's check: what it does to the cluster is recorded here, and judged
 * when it has ended. A scenario has one emitting implementation; its clients are on all nodes.
 */
public final class Scenario {
  private final String requirement;
  private final Cluster cluster;
  private final Implementation emitter;
  private final Patience patience;
  private final Recording recording;
  private final Arrangement arrangement;
  private final Fences fences;
  private final Judgement judgement;
  private final Sending sending;

  /**
   * @param requirement id, which event names begin with
   * @param emitter the implementation whose first node emits
   * @param patience how long a client may take to show the sentinel
   */
  public Scenario(String requirement, Cluster cluster, Implementation emitter, Patience patience) {
    this(requirement, new Arrangement(cluster), emitter, patience);
  }

  private Scenario(
      String requirement, Arrangement arrangement, Implementation emitter, Patience patience) {
    this.requirement = requirement;
    this.cluster = arrangement.cluster();
    this.emitter = emitter;
    this.patience = patience;
    this.arrangement = arrangement;
    this.recording = new Recording(cluster);
    this.fences = new Fences(cluster, recording, patience);
    this.judgement = new Judgement(cluster, emitter, recording, fences);
    this.sending = new Sending(cluster, arrangement, recording, this::eventName);
  }

  /** A scenario for another emitter beside this one: what one arranges the other knows. */
  public Scenario beside(Implementation other, Patience its) {
    return new Scenario(requirement, arrangement, other, its);
  }

  public Cluster cluster() {
    return cluster;
  }

  public Implementation emitter() {
    return emitter;
  }

  public WireDialect dialect() {
    return cluster.dialect();
  }

  /** The node that emits. */
  public Node node() {
    return cluster.nodesOf(emitter).get(0);
  }

  /** The emitter's nodes. */
  public List<Node> siblings() {
    return cluster.nodesOf(emitter);
  }

  public List<Node> nodes() {
    return cluster.nodes();
  }

  /** Some client on the emitter's node. */
  public Client own(String namespace, int index) {
    return cluster.client(node(), namespace, index);
  }

  /** The client with this index on every node. */
  public List<Client> each(String namespace, int index) {
    return nodes().stream().map(node -> cluster.client(node, namespace, index)).toList();
  }

  /** Every client that there is now: the lasting ones and the guests. */
  public List<Client> everybody() {
    return arrangement.everybody();
  }

  /** What each client must get of a broadcast to rooms (none = the namespace), except some. */
  Map<Client, Due> expect(
      String namespace, List<String> rooms, List<String> except, Optional<Node> within) {
    return arrangement.expect(namespace, rooms, except, within);
  }

  /** A name that no other scenario uses. */
  public String fresh(String stem) {
    return stem + "-" + cluster.next();
  }

  public void join(Client client, String... rooms) {
    join(List.of(client), rooms);
  }

  /** Puts clients into rooms; returns when all nodes have said that the joins are on the broker. */
  public void join(Collection<Client> clients, String... rooms) {
    refused("join", rooms, arrangement.join(clients, Arrays.asList(rooms)));
  }

  public void leave(Client client, String... rooms) {
    leave(List.of(client), rooms);
  }

  /** Takes clients out of rooms; returns when all nodes have said that this is on the broker. */
  public void leave(Collection<Client> clients, String... rooms) {
    refused("leave", rooms, arrangement.leave(clients, Arrays.asList(rooms)));
  }

  /**
   * Puts clients into rooms; returns when each adapter's own promise has ended: the nodes do not
   * flush before they answer.
   */
  public void joinByPromise(Collection<Client> clients, String... rooms) {
    refused("join", rooms, arrangement.joinByPromise(clients, Arrays.asList(rooms)));
  }

  /** Takes some clients out of a room and others into it, without a pause in between. */
  public void swap(Collection<Client> leaving, Collection<Client> joining, String room) {
    arrangement.swap(leaving, joining, room);
  }

  /** Puts a client into a room though its node may be without the broker. */
  void joinUnflushed(Client client, String room) {
    arrangement.joinUnflushed(client, room);
  }

  /** Takes a client out of a room though its node may be without the broker. */
  void leaveUnflushed(Client client, String room) {
    arrangement.leaveUnflushed(client, room);
  }

  /** A new client on a node that may be without the broker, for this scenario only. */
  Client guestUnflushed(Node node, String namespace) {
    return arrangement.guestUnflushed(node, namespace);
  }

  /** A guest ends its connection, while its node may be without the broker. */
  void endUnflushed(Client guest) {
    arrangement.forget(guest);
    guest.close();
  }

  private void refused(String op, String[] rooms, List<Arrangement.Refusal> refusals) {
    for (Arrangement.Refusal refusal : refusals) {
      finding(
          Kind.STATE,
          refusal.node(),
          "node %s to let client %s %s %s"
              .formatted(refusal.node(), refusal.client().tag(), op, Json.of(rooms)),
          "it answered: " + refusal.reason());
    }
  }

  /** A broadcast from the emitter's node. */
  public Broadcast broadcast() {
    return new Broadcast(this, node());
  }

  Emission emit(Broadcast broadcast) {
    return sending.emit(broadcast);
  }

  /** Sends a broadcast, and does something else before its node has answered. */
  public Emission emitAnd(Broadcast broadcast, Runnable meanwhile) {
    return sending.emitAnd(broadcast, meanwhile);
  }

  /**
   * Sends several broadcasts back to back, with one flush at their end; those of several nodes at
   * the same time.
   */
  public List<Emission> emitAll(List<Broadcast> broadcasts) {
    return sending.emitAll(broadcasts);
  }

  /**
   * Sends broadcasts of one node, a few at a time, while clients go into a room and out of it,
   * again and again: nobody waits for anybody. What the broadcasts bring to these clients is open;
   * in the end they are out of the room.
   */
  public List<Emission> emitAmidst(
      List<Broadcast> broadcasts, Collection<Client> restless, String room) {
    return sending.emitAmidst(broadcasts, restless, room);
  }

  /** What has been emitted so far, by nodes and others. */
  public List<Emission> emissions() {
    return recording.emissions();
  }

  /**
   * Returns when every node has flushed and the witness has heard what they published until now.
   */
  public void flushAll() {
    cluster.flush(nodes());
    fence();
  }

  /** Adds an emission that the caller has published. */
  public Emission record(Emission emission) {
    recording.add(emission);
    return emission;
  }

  /** An event name that occurs once in the run. */
  public String eventName() {
    return "%s.%s.%d".formatted(requirement, emitter.id(), cluster.next());
  }

  /** Somebody on the bus who is no node. */
  public Outsider outsider() {
    return new Outsider(this);
  }

  /** Does something while the broker is kept busy with whoever publishes to a room of {@code /}. */
  public void amidCrowd(String room, Runnable work) {
    Crowd crowd = Crowd.on(cluster.broker().harnessUrls().get(0), subject("/", room));
    try {
      work.run();
    } finally {
      crowd.close();
    }
  }

  /** A client for this scenario only. */
  public Client guest(Node node, String namespace) {
    return guests(List.of(node), namespace).get(0);
  }

  /** One more client on each of these nodes, for this scenario only. */
  public List<Client> guests(Collection<Node> hosts, String namespace) {
    return arrangement.guests(hosts, namespace);
  }

  /** Ends a guest's connection from the server's side. */
  public void disconnect(Client guest) {
    arrangement.disconnect(guest);
  }

  /** Ends guests' connections from their side; returns when their nodes know. */
  public void depart(Collection<Client> leaving) {
    for (Client guest : leaving) {
      guest.close();
      forget(guest);
      eventually(
          "the end of " + guest,
          () -> !cluster.tags(guest.node(), guest.namespace()).contains(guest.tag()));
    }
  }

  /** Takes a guest out of the account that has ended its connection by itself. */
  public void forget(Client guest) {
    arrangement.forget(guest);
  }

  /**
   * Creates a namespace on nodes; it is closed when the scenario ends.
   *
   * @throws RefusedException when a node refuses it
   */
  public void open(Collection<Node> hosts, String namespace) {
    arrangement.open(hosts, namespace);
  }

  public void close(Node node, String namespace) {
    arrangement.close(node, namespace);
  }

  /** How many subscriptions to exactly this subject the broker holds now. */
  public long subscriptions(String subject) {
    return cluster.broker().subscriptions().stream()
        .flatMap(List::stream)
        .filter(subject::equals)
        .count();
  }

  public String subject(String namespace, String... rooms) {
    return dialect().subject(cluster.address(), namespace, List.of(rooms));
  }

  /** Requires something of the emitter's side; a failure concerns every pair. */
  public void require(boolean holds, Kind kind, String expected, String came) {
    if (!holds) {
      add(new Finding(kind, Blame.EMITTER, Optional.empty(), expected, came));
    }
  }

  private void requireOf(Emission emission, boolean holds, String expected, String came) {
    if (!holds) {
      About frames = About.frames(emission.event());
      add(new Finding(Kind.WIRE, Blame.EMITTER, Optional.empty(), frames, expected, came));
    }
  }

  void add(Finding finding) {
    recording.add(finding);
  }

  /** Records a failure of one node as receiver. */
  public void finding(Kind kind, Node node, String expected, String came) {
    add(Finding.ofReceiver(kind, node, expected, came));
  }

  /** Requires that the frame of a broadcast is as the dialect says. */
  public void requireFrame(Emission emission) {
    judgement
        .frames()
        .faultOf(emission)
        .ifPresent(
            fault -> requireOf(emission, false, "one right frame of " + emission.target(), fault));
  }

  /**
   * Requires something of the one frame of a broadcast, in words for the report.
   *
   * @param holds may throw IllegalArgumentException for what is no frame: then it does not hold
   */
  public void requireFrame(Emission emission, String rule, Predicate<WireLine> holds) {
    List<WireLine> lines = cluster.witness().carrying(emission.event());
    if (lines.size() != 1) {
      String came = lines.isEmpty() ? "no frame of it" : "it %d times".formatted(lines.size());
      requireOf(emission, false, rule, "the broker carried " + came);
      return;
    }
    try {
      boolean right = holds.test(lines.get(0));
      requireOf(emission, right, rule, "the broker carried " + lines.get(0));
    } catch (IllegalArgumentException e) {
      requireOf(emission, false, rule, "%s: %s".formatted(e.getMessage(), lines.get(0)));
    }
  }

  /** Waits for something that takes its time by nature, such as the end of a connection. */
  public boolean eventually(String what, BooleanSupplier holds) {
    return cluster.eventually(what, holds, patience.of(node()));
  }

  /**
   * Proves that every inbox is complete: sentinels on the same subjects, published when all
   * emissions are on the broker, have come to every client they are due to. A server keeps the
   * order of its connections, so nothing that was sent before can come after them; on several
   * servers there is a sentinel for each.
   */
  public void fence() {
    fences.raise(arrangement.memberships());
    fences.time();
  }

  /** How long the sentinels of this scenario's fences took until now. */
  public List<FenceTime> fenceTimes() {
    return fences.times();
  }

  /** The same where nodes are slowed down on purpose, so that the time says nothing about them. */
  void fenceUntimed() {
    fences.raise(arrangement.memberships());
  }

  /**
   * Finds out who published what came again and bears no node's uid; before {@link #judge}, which
   * then can say it.
   */
  public void identify() {
    judgement.identify();
  }

  /** Other implementations than the emitter that published again what they had received. */
  public Set<Implementation> republishers() {
    return judgement.republishers();
  }

  /**
   * Requires that every client that is due an event has it by now: while a fault lasts that does
   * not concern it.
   *
   * @param begin when the wait for them began
   */
  void requireMeanwhile(List<Emission> some, long begin) {
    for (Emission emission : some) {
      emission.due().entrySet().stream()
          .filter(due -> due.getValue() == Due.ONCE)
          .map(Map.Entry::getKey)
          .filter(client -> !client.inbox().await(emission.event(), 1, left(client, begin)))
          .forEach(client -> late(emission, client));
    }
  }

  private Duration left(Client client, long begin) {
    return patience.of(client.node()).minus(Duration.ofNanos(System.nanoTime() - begin));
  }

  private void late(Emission emission, Client client) {
    boolean sent =
        !emission.isOf(client.node()) && !cluster.witness().carrying(emission.event()).isEmpty();
    add(
        new Finding(
            Kind.LATE,
            sent ? Blame.RECEIVER : Blame.EMITTER,
            Optional.of(client.node().implementation().id()),
            "client %s to get event '%s' of %s, which the fault does not come between, while it lasts"
                .formatted(client, emission.event(), emission.publisher()),
            "it had not come %d ms later".formatted(patience.of(client.node()).toMillis())));
  }

  /** Everything found: by the check itself, and by the oracle over all emissions. */
  public List<Finding> judge() {
    return judgement.findings();
  }

  /** The first frames of this scenario, sentinels left out. */
  public List<WireLine> frames() {
    return recording.frames();
  }

  /** Nodes whose clients did not hear the fence. */
  public Set<Node> deaf() {
    return recording.deaf();
  }

  /**
   * Brings the cluster back to where it was: no rooms, no guests, no namespaces of this scenario.
   *
   * @throws NodeFailedException when a node ends instead
   * @throws RefusedException when a node refuses to be asked
   */
  public void cleanUp() {
    Set<Node> unreachable = new LinkedHashSet<>(recording.deaf());
    everybody().stream() // who cut its clients off may be as well as ever, and go on as it is
        .filter(client -> client.lost() != null)
        .forEach(client -> unreachable.remove(client.node()));
    arrangement.takeDown(unreachable);
  }
}
