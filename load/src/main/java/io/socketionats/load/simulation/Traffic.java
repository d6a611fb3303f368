package io.socketionats.load.simulation;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/**
 * What clients do: how many, in which rooms, publishing how.
 *
 * @param name of the simulation
 * @param connections clients
 * @param rooms members of each room, as numbers of clients; empty = everybody publishes to the
 *     whole namespace
 * @param payloadBytes of an event's payload
 * @param pollingShare 0 to 1, clients that use long-polling; they receive only
 * @param burst events that a publisher sends in a row, 1 or more
 * @param churnPerSecond clients that leave their room and join again, per second; 0 for none
 */
public record Traffic(
    String name,
    int connections,
    List<List<Integer>> rooms,
    int payloadBytes,
    double pollingShare,
    int burst,
    double churnPerSecond) {
  private static final String CONNECT = "connect";
  private static final int LARGEST_ROOM = 1000;
  private static final int SMALLEST_ROOM = 2;
  private static final double ROOMS_PER_CLIENT = 2;
  private static final long SEED = 20_261_123;

  public Traffic {
    Objects.requireNonNull(name, "name");
    rooms = List.copyOf(rooms);
    if (connections < 1) {
      throw new IllegalArgumentException("connections: 1 or more, got " + connections);
    }
    if (payloadBytes < 1 || pollingShare < 0 || pollingShare >= 1 || burst < 1) {
      throw new IllegalArgumentException(
          "payload %d, polling share %s, burst %d: 1 or more, 0 to less than 1, 1 or more"
              .formatted(payloadBytes, pollingShare, burst));
    }
  }

  /** Rooms of one size; every client is in one room. */
  public static Traffic fanOut(int connections, int roomSize, int payloadBytes) {
    List<List<Integer>> rooms = new ArrayList<>();
    for (int first = 0; first < connections; first += roomSize) {
      rooms.add(range(first, Math.min(connections, first + roomSize)));
    }
    return new Traffic("rooms", connections, rooms, payloadBytes, 0, 1, 0);
  }

  /** Everybody hears everything. */
  public static Traffic broadcast(int connections, int payloadBytes) {
    return new Traffic("broadcast", connections, List.of(), payloadBytes, 0, 1, 0);
  }

  /**
   * Rooms from 2 members to 1000, whose sizes fall as Zipf's law has it; a client is in two of them
   * on average. Bursts of four, and 5 % long-polling.
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
    return new Traffic("chat", connections, rooms, payloadBytes, 0.05, 4, 0);
  }

  /** Many rooms whose members leave and join again all the time. */
  public static Traffic churn(int connections, int roomSize, int payloadBytes) {
    Traffic rooms = fanOut(connections, roomSize, payloadBytes);
    return new Traffic(
        "churn", connections, rooms.rooms(), payloadBytes, 0, 1, Math.max(1, connections / 20.0));
  }

  /** Clients that close their connection and connect again instead of publishing. */
  public static Traffic connect(int connections) {
    Traffic alone = fanOut(connections, 1, 1);
    return new Traffic(CONNECT, connections, alone.rooms(), 1, 0, 1, 0);
  }

  /** The same under another name. */
  public Traffic named(String other) {
    return new Traffic(
        other, connections, rooms, payloadBytes, pollingShare, burst, churnPerSecond);
  }

  /** Its name, with the size of the rooms where they have one size: rooms-10. */
  public String label() {
    if (rooms.isEmpty() || isReconnecting()) {
      return name;
    }
    int size = rooms.get(0).size(); // the last may be smaller: what was left over
    boolean alike =
        rooms.subList(0, rooms.size() - 1).stream().allMatch(room -> room.size() == size);
    return alike ? name + "-" + size : name;
  }

  /** Whether an event is a new connection, received when its client is back in its room. */
  @JsonIgnore
  public boolean isReconnecting() {
    return name.equals(CONNECT);
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
