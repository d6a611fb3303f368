package io.socketionats.load.measure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One client's account: the rooms it is in, and the events it has received. Safe for use by many
 * threads; in practice its event loop writes and the judge reads.
 */
public final class Receiver {
  private volatile int node;
  private final Map<Integer, List<Stay>> memberships = new HashMap<>();
  private Map<Integer, Seen> seen = new HashMap<>();
  private Ledger open;

  /**
   * @param node index of the node that the client is connected to
   */
  public Receiver(int node) {
    this.node = node;
  }

  public int node() {
    return node;
  }

  /** The client connects to another node. */
  public void moveTo(int other) {
    node = other;
  }

  /** Begins a level; events that arrive from now on belong to it. */
  public synchronized void open(Ledger ledger) {
    open = ledger;
    seen = new HashMap<>();
    memberships.values().forEach(Receiver::forget);
    memberships.values().removeIf(List::isEmpty);
  }

  /** The client asks to join; what is sent from now on may come. */
  public synchronized void joining(int room) {
    memberships.computeIfAbsent(room, r -> new ArrayList<>()).add(new Stay(Micros.now()));
  }

  /** The join is acknowledged; what is sent from now on must come. */
  public synchronized void joined(int room) {
    latest(room).joined(Micros.now());
  }

  /** The client asks to leave, or closes its connection. */
  public synchronized void leaving(int room) {
    latest(room).leaving(Micros.now());
  }

  /** The leave is acknowledged; what is sent from now on must not come. */
  public synchronized void left(int room) {
    latest(room).left(Micros.now());
  }

  private Stay latest(int room) {
    List<Stay> stays = memberships.get(room);
    return stays.get(stays.size() - 1);
  }

  private static void forget(List<Stay> stays) {
    stays.removeIf(stay -> !stay.allows(Micros.now() - Stay.ON_ITS_WAY));
  }

  /**
   * Accounts for a frame.
   *
   * @param frame a text frame; one that is no event of a load run is ignored
   */
  public void arrived(String frame) {
    Stamp stamp = Stamp.of(frame);
    if (stamp != null) {
      arrived(stamp, Micros.now());
    }
  }

  /**
   * Accounts for an event.
   *
   * @param now when it came, microseconds
   */
  public synchronized void arrived(Stamp stamp, long now) {
    if (open == null || stamp.level() < open.level()) {
      return; // of a level that has been judged: it counted as lost there
    }
    if (!open.wrote(stamp) || !isAllowed(stamp)) {
      open.leak();
      return;
    }
    Seen room = seen.computeIfAbsent(stamp.room(), r -> new Seen());
    if (!room.add(stamp.sequence())) {
      open.duplicate();
      return;
    }
    if (!room.inOrder(stamp.slot(), stamp.sequence())) {
      open.reorder();
    }
    open.deliver(stamp, stamp.node() == node, now);
  }

  private boolean isAllowed(Stamp stamp) {
    List<Stay> stays = memberships.get(stamp.room());
    if (stays == null) {
      return false;
    }
    if (stays.size() == 1 && stays.get(0).isLastingFrom(open.start())) {
      return true;
    }
    long sent = open.room(stamp.room()).sentAt(stamp.sequence());
    return stays.stream().anyMatch(stay -> stay.allows(sent));
  }

  /** The deliveries that this client should have received in the current level. */
  public synchronized Owed demand() {
    Owed all = Owed.NONE;
    for (Map.Entry<Integer, List<Stay>> room : memberships.entrySet()) {
      all = all.plus(demand(room.getKey(), room.getValue()));
    }
    return all;
  }

  private Owed demand(int index, List<Stay> stays) {
    RoomLog room = open.room(index);
    Seen got = seen.getOrDefault(index, new Seen());
    if (stays.size() == 1 && stays.get(0).isLastingFrom(open.start())) {
      return new Owed(room.sent(), Math.max(0, room.sent() - got.count()));
    }
    long expected = 0;
    long lost = 0;
    int issued = room.issued();
    for (int i = 0; i < issued; i++) {
      if (room.isSent(i)) {
        long sent = room.sentAt(i);
        if (stays.stream().anyMatch(stay -> stay.demands(sent))) {
          expected++;
          lost += got.has(i) ? 0 : 1;
        }
      }
    }
    return new Owed(expected, lost);
  }

  /** When the last event was sent that should have come and did not, microseconds; 0 for none. */
  public synchronized long lastLost() {
    long last = 0;
    for (Map.Entry<Integer, List<Stay>> stay : memberships.entrySet()) {
      RoomLog room = open.room(stay.getKey());
      Seen got = seen.getOrDefault(stay.getKey(), new Seen());
      for (int i = 0; i < room.issued(); i++) {
        if (room.isSent(i) && !got.has(i)) {
          long sent = room.sentAt(i);
          if (stay.getValue().stream().anyMatch(each -> each.demands(sent))) {
            last = Math.max(last, sent);
          }
        }
      }
    }
    return last;
  }
}
