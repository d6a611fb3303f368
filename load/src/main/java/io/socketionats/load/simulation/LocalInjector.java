package io.socketionats.load.simulation;

import static org.awaitility.Awaitility.await;

import io.socketionats.conformance.UnavailableException;
import io.socketionats.load.control.Schedule;
import io.socketionats.load.measure.Ledger;
import io.socketionats.load.measure.Micros;
import io.socketionats.load.measure.Owed;
import io.socketionats.load.measure.Tally;
import io.socketionats.load.simulation.Member.Step;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Gatling in this process. Rooms carry the injector's number in their names, so that every event
 * comes back to the clock that stamped it. One thread gives orders.
 */
public final class LocalInjector implements Injector {
  private static final ThreadLocal<LocalInjector> STARTING = new ThreadLocal<>();
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(20);
  private static final long STILL = 1_500_000;
  private static final long SEED = 4_711;
  private static final long END_LIMIT_MILLIS = 20_000;

  private final Traffic traffic;
  private final InjectorConfig config;
  private final Path results;
  private final List<Member> members;
  private final List<Member> publishers;
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger connected = new AtomicInteger();
  private final AtomicInteger unconnected = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final Thread gatling;
  private volatile Ledger ledger;
  private volatile boolean closing;
  private volatile boolean faulty;
  private volatile Throwable failure;

  private LocalInjector(Traffic traffic, InjectorConfig config, Path results) {
    this.traffic = traffic;
    this.config = config;
    this.results = results;
    this.ledger = new Ledger(config.index(), 0, rooms(), 0, 0);
    this.members = members();
    this.publishers = shuffled();
    this.gatling = new Thread(this::runGatling, "gatling");
    gatling.setDaemon(true);
  }

  /**
   * Begins to connect clients.
   *
   * @param results folder for what Gatling itself writes
   */
  public static LocalInjector start(Traffic traffic, InjectorConfig config, Path results) {
    LocalInjector injector = new LocalInjector(traffic, config, results);
    injector.gatling.start();
    return injector;
  }

  private void runGatling() {
    STARTING.set(this);
    try {
      GatlingEngine.run(LoadSimulation.class, results);
    } catch (Throwable e) { // reported by awaitReady
      failure = e;
    } finally {
      STARTING.remove();
    }
  }

  static LocalInjector ofThisThread() {
    return STARTING.get();
  }

  private int rooms() {
    return Math.max(1, traffic.rooms().size());
  }

  private List<Member> members() {
    List<List<RoomSlot>> slots = new ArrayList<>();
    for (int i = 0; i < traffic.connections(); i++) {
      slots.add(new ArrayList<>());
    }
    if (traffic.rooms().isEmpty()) {
      for (int i = 0; i < traffic.connections(); i++) {
        slots.get(i).add(new RoomSlot(0, "", i));
      }
    }
    for (int room = 0; room < traffic.rooms().size(); room++) {
      List<Integer> clients = traffic.rooms().get(room);
      for (int slot = 0; slot < clients.size(); slot++) {
        String name = "load-%d-%d".formatted(config.index(), room);
        slots.get(clients.get(slot)).add(new RoomSlot(room, name, slot));
      }
    }
    return IntStream.range(0, traffic.connections())
        .mapToObj(
            i -> new Member(i, i % config.nodes().size(), slots.get(i), () -> ledger, traffic))
        .toList();
  }

  private List<Member> shuffled() {
    List<Member> all =
        new ArrayList<>(members.stream().filter(m -> m.publishes() && !isPolling(m)).toList());
    Collections.shuffle(all, new Random(SEED));
    return all;
  }

  // called by the simulation

  String namespace() {
    return config.namespace();
  }

  int connections() {
    return traffic.connections();
  }

  Duration rampTime() {
    return Duration.ofSeconds( // Gatling rounds to whole seconds
        Math.max(1, (long) Math.ceil(traffic.connections() / config.connectsPerSecond())));
  }

  Member nextMember() {
    return members.get(taken.getAndIncrement());
  }

  boolean isPolling(Member member) {
    return traffic.isPolling(member.index());
  }

  private URI node(Member member) {
    return config.nodes().get(member.receiver().node());
  }

  String webSocketUrl(Member member) {
    return node(member).toString().replaceFirst("^http", "ws") + "?tag=" + tag(member);
  }

  String pollingUrl(Member member) {
    return node(member) + "/socket.io/?EIO=4&transport=polling&tag=" + tag(member);
  }

  private String tag(Member member) {
    return "load-%d-%d".formatted(config.index(), member.index());
  }

  void connected() {
    connected.incrementAndGet();
  }

  void unconnected() {
    unconnected.incrementAndGet();
  }

  void checkedIn() {
    answered.incrementAndGet();
  }

  int nodes() {
    return config.nodes().size();
  }

  /** Whether a client may lose its connection without being counted as disconnected. */
  boolean toleratesLoss() {
    return faulty;
  }

  boolean isClosing() {
    return closing;
  }

  // called by the run

  @Override
  public int awaitReady(Duration limit) {
    try {
      await("all clients are connected")
          .atMost(limit)
          .pollInterval(Duration.ofMillis(20))
          .failFast("Gatling ended", () -> !gatling.isAlive())
          .until(() -> connected.get() + unconnected.get() == traffic.connections());
    } catch (ConditionTimeoutException e) {
      throw new UnavailableException(
          "%d of %d clients were connected within %d s (%d were refused); are the nodes in load mode (LOAD=1)?"
              .formatted(
                  connected.get(), traffic.connections(), limit.toSeconds(), unconnected.get()),
          e);
    } catch (org.awaitility.core.TerminalFailureException e) {
      throw new UnavailableException(
          failure == null ? "Gatling ended too early" : "Gatling failed: " + failure, failure);
    }
    return unconnected.get();
  }

  @Override
  public Tally level(LevelOrder order) {
    long begin =
        Micros.now()
            + TimeUnit.MILLISECONDS.toMicros(order.startAtMillis() - System.currentTimeMillis());
    long start = begin + Micros.ofSeconds(order.settle());
    long end = start + Micros.ofSeconds(order.seconds());
    open(new Ledger(config.index(), 2 * order.id(), rooms(), begin, start));
    for (int i = 0; i < publishers.size(); i++) {
      publishers
          .get(i)
          .follow(
              Schedule.of(begin, end, i, publishers.size(), order.rate(), traffic.event().burst()));
    }
    sleepUntil(start);
    open(new Ledger(config.index(), 2 * order.id() + 1, rooms(), start, end));
    churnUntil(end);
    drain();
    return ledger.close(demand(), callTheRoll());
  }

  @Override
  public void faulty(boolean now) {
    faulty = now;
  }

  @Override
  public void failOver(int node) {
    members.stream()
        .filter(member -> member.receiver().node() == node)
        .forEach(member -> member.command(Step.FAIL_OVER));
  }

  @Override
  public long lastLost() {
    return members.stream().mapToLong(m -> m.receiver().lastLost()).max().orElse(0);
  }

  private void open(Ledger fresh) {
    members.forEach(member -> member.receiver().open(fresh));
    ledger = fresh;
  }

  private void churnUntil(long end) {
    if (traffic.churnPerSecond() == 0) {
      sleepUntil(end);
      return;
    }
    long interval = Micros.ofSeconds(1 / traffic.churnPerSecond());
    Random random = new Random(SEED);
    for (long time = Micros.now() + interval; time < end; time += interval) {
      sleepUntil(time);
      Member member = publishers.get(random.nextInt(publishers.size()));
      member.command(Step.LEAVE);
      member.command(Step.JOIN);
    }
    sleepUntil(end);
  }

  private static void sleepUntil(long time) {
    try {
      long wait = time - Micros.now();
      if (wait > 0) {
        TimeUnit.MICROSECONDS.sleep(wait);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted", e);
    }
  }

  /** Waits until every delivery has come, or none has come for a while. */
  private void drain() {
    long[] last = {ledger.received(), Micros.now()};
    try {
      await("nothing is on its way")
          .atMost(DRAIN_LIMIT)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(25))
          .until(
              () -> {
                long received = ledger.received();
                if (received != last[0]) {
                  last[0] = received;
                  last[1] = Micros.now();
                }
                return demand().lost() == 0 && Micros.now() > ledger.end()
                    || Micros.now() - last[1] > STILL;
              });
    } catch (ConditionTimeoutException e) {
      // what has not come by now counts as lost
    }
  }

  private Owed demand() {
    return members.stream().map(m -> m.receiver().demand()).reduce(Owed.NONE, Owed::plus);
  }

  /** Asks every client to show that its connection works; returns how many do not. */
  private long callTheRoll() {
    answered.set(0);
    List<Member> asked = members.stream().filter(m -> !isPolling(m) && !m.isGone()).toList();
    asked.forEach(member -> member.command(Step.CHECK_IN));
    try {
      await("the roll call")
          .atMost(ANSWER_LIMIT)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(10))
          .until(
              () -> answered.get() + asked.stream().filter(Member::isGone).count() >= asked.size());
    } catch (ConditionTimeoutException e) {
      // a client that has not answered counts as gone
    }
    long polling = members.stream().filter(m -> isPolling(m) && m.isGone()).count();
    long silent = members.stream().filter(m -> !isPolling(m)).count() - answered.get();
    return polling + silent - unconnected.get();
  }

  @Override
  public long pid() {
    return ProcessHandle.current().pid();
  }

  @Override
  public void close() {
    closing = true;
    if (traffic.pollingShare() > 0) {
      publishers.stream().findFirst().ifPresent(member -> member.command(Step.WAKE));
    }
    members.forEach(member -> member.command(Step.END));
    try {
      gatling.join(END_LIMIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
