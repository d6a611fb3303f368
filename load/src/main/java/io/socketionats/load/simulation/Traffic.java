package io.socketionats.load.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/**
 * What the clients of one injector do: how many there are, in which rooms, and what they send.
 *
 * @param simulation what it is part of
 * @param connections number of clients
 * @param rooms members of each room, as numbers of clients; empty when every client publishes to
 *     the whole namespace
 * @param pollingShare share of clients that use long-polling, 0 to 1; they only receive
 * @param churnPerSecond clients that leave their room and join again, per second; 0 for none
 * @param event what clients send
 */
public record Traffic(
    Simulation simulation,
    int connections,
    List<List<Integer>> rooms,
    double pollingShare,
    double churnPerSecond,
    Event event) {
  private static final int LARGEST_ROOM = 1000;
  private static final int SMALLEST_ROOM = 2;
  private static final double ROOMS_PER_CLIENT = 2;
  private static final long SEED = 20_261_123;

  /**
   * What a client does when its time has come.
   *
   * @param kind publish or reconnect
   * @param payloadBytes bytes of the payload, 1 or more
   * @param burst how many events a client sends in a row, 1 or more
   */
  public record Event(Kind kind, int payloadBytes, int burst) {
    /** Kinds of events. */
    public enum Kind {
      /** publishes to a room or the namespace */
      PUBLISH,
      /** closes its connection and connects again; received when the client is in its room again */
      RECONNECT
    }

    public Event {
      if (payloadBytes < 1 || burst < 1) {
        throw new IllegalArgumentException(
            "payload of %d bytes, burst of %d: 1 or more".formatted(payloadBytes, burst));
      }
    }

    private static Event publish(int payloadBytes) {
      return new Event(Kind.PUBLISH, payloadBytes, 1);
    }
  }

  public Traffic {
    Objects.requireNonNull(simulation, "simulation");
    Objects.requireNonNull(event, "event");
    rooms = List.copyOf(rooms);
    if (connections < 1) {
      throw new IllegalArgumentException("connections: 1 or more, got " + connections);
    }
    if (pollingShare < 0 || pollingShare >= 1) {
      throw new IllegalArgumentException(
          "polling share %s: 0 to less than 1".formatted(pollingShare));
    }
  }

  /** Rooms of one size; every client is in one room. */
  public static Traffic rooms(int connections, int roomSize, int payloadBytes) {
    List<List<Integer>> rooms = new ArrayList<>();
    for (int first = 0; first < connections; first += roomSize) {
      rooms.add(range(first, Math.min(connections, first + roomSize)));
    }
    return new Traffic(Simulation.ROOMS, connections, rooms, 0, 0, Event.publish(payloadBytes));
  }

  /** Every event goes to every client. */
  public static Traffic broadcast(int connections, int payloadBytes) {
    return new Traffic(
        Simulation.BROADCAST, connections, List.of(), 0, 0, Event.publish(payloadBytes));
  }

  /**
   * Rooms of 2 to 1000 members, whose sizes follow Zipf's law; a client is in two rooms on average.
   * Bursts of four events, and 5 % of the clients use long-polling.
   */
  public static Traffic chat(int connections, int payloadBytes) {
    Random random = new Random(SEED);
    List<Integer> clients = new ArrayList<>(range(0, connections));
    List<List<Integer>> rooms = new ArrayList<>();
    int memberships = 0;
    int largest = Math.min(LARGEST_ROOM, connections / 2);
    for (int rank = 1; memberships < connections * ROOMS_PER_CLIENT; rank++) {
      int size = Math.min(connections, Math.max(SMALLEST_ROOM, largest / rank));
      Collections.shuffle(clients, random);
      rooms.add(List.copyOf(clients.subList(0, size)));
      memberships += size;
    }
    return new Traffic(
        Simulation.CHAT,
        connections,
        rooms,
        0.05,
        0,
        new Event(Event.Kind.PUBLISH, payloadBytes, 4));
  }

  /** Rooms of one size, whose members leave and join again all the time. */
  public static Traffic churn(int connections, int roomSize, int payloadBytes) {
    double churnPerSecond = Math.max(1, connections / 20.0);
    return new Traffic(
        Simulation.CHURN,
        connections,
        rooms(connections, roomSize, payloadBytes).rooms(),
        0,
        churnPerSecond,
        Event.publish(payloadBytes));
  }

  /** Clients that close their connection and connect again instead of publishing. */
  public static Traffic connect(int connections) {
    return new Traffic(
        Simulation.CONNECT,
        connections,
        rooms(connections, 1, 1).rooms(),
        0,
        0,
        new Event(Event.Kind.RECONNECT, 1, 1));
  }

  /** The same as part of another simulation. */
  public Traffic named(Simulation other) {
    return new Traffic(other, connections, rooms, pollingShare, churnPerSecond, event);
  }

  /** Its name, with the size of the rooms where they have one size: rooms-10. */
  public String label() {
    String name = simulation.label();
    if (rooms.isEmpty() || event.kind() == Event.Kind.RECONNECT) {
      return name;
    }
    int size = rooms.get(0).size(); // the last may be smaller: what was left over
    boolean alike =
        rooms.subList(0, rooms.size() - 1).stream().allMatch(room -> room.size() == size);
    return alike ? name + "-" + size : name;
  }

  /** Mean number of receivers of a publish, when every client publishes to its rooms in turn. */
  public double receiversPerPublish() {
    if (rooms.isEmpty()) {
      return connections;
    }
    double[] sum = new double[connections];
    int[] count = new int[connections];
    for (List<Integer> room : rooms) {
      for (int client : room) {
        sum[client] += room.size();
        count[client]++;
      }
    }
    double all = 0;
    int publishers = 0;
    for (int i = 0; i < connections; i++) {
      if (count[i] > 0 && !isPolling(i)) {
        all += sum[i] / count[i];
        publishers++;
      }
    }
    return publishers == 0 ? 0 : all / publishers;
  }

  /** Whether a client uses long-polling. */
  public boolean isPolling(int client) {
    return pollingShare > 0 && (int) ((client + 1) * pollingShare) > (int) (client * pollingShare);
  }

  private static List<Integer> range(int first, int end) {
    List<Integer> range = new ArrayList<>();
    for (int i = first; i < end; i++) {
      range.add(i);
    }
    return range;
  }
}
