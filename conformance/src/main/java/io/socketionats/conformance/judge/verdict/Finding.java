package io.socketionats.conformance.judge.verdict;

import io.socketionats.conformance.launch.node.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One thing that is not as required.
 *
 * @param receiver id of the receiving implementation it concerns; empty when it concerns every pair
 *     of the emitter
 * @param about the clients and the event that it is about
 * @param expected what the oracle wanted; of a finding about clients, what they were to get
 * @param came what happened, one sentence
 */
public record Finding(
    Kind kind, Blame blame, Optional<String> receiver, About about, String expected, String came) {
  private static final int CLIENTS_SHOWN = 8;

  /** What went wrong. */
  public enum Kind {
    LOST("lost"),
    DUPLICATED("duplicated"),
    LEAKED("leaked"),
    REORDERED("reordered"),
    CORRUPTED("corrupted"),
    /** An inbox that could not be proven complete: the fence never came. */
    DEAF("deaf"),
    /** It came, and later than it may. */
    LATE("late"),
    /** A frame or a subscription on the broker is not as it must be. */
    WIRE("wire"),
    /** The node answered, refused or reported otherwise than it must. */
    STATE("state"),
    CRASHED("crashed"),
    /** The node takes part no more, since it could not be started, or not often enough. */
    QUARANTINED("quarantined"),
    /** A fault did not do what it says, so that what was judged on it says nothing. */
    PREMISE("premise");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /**
   * What a finding is about.
   *
   * @param clients that got something wrong, each by its tag and node; empty when it is not about
   *     what clients got
   * @param event whose frames are the evidence; empty when there are none
   */
  public record About(List<String> clients, Optional<String> event) {
    /** Neither clients nor an event. */
    public static final About NOTHING = new About(List.of(), Optional.empty());

    public About {
      clients = List.copyOf(clients);
    }

    /** What one client got of an event. */
    public static About delivery(Object client, String event) {
      return new About(List.of(client.toString()), Optional.of(event));
    }

    /** What one client got, whatever the event. */
    public static About client(Object client) {
      return new About(List.of(client.toString()), Optional.empty());
    }

    /** The frames of an event. */
    public static About frames(String event) {
      return new About(List.of(), Optional.of(event));
    }
  }

  /** A finding about neither clients nor an event. */
  public Finding(Kind kind, Blame blame, Optional<String> receiver, String expected, String came) {
    this(kind, blame, receiver, About.NOTHING, expected, came);
  }

  /** A failure of one node as receiver. */
  public static Finding ofReceiver(Kind kind, Node node, String expected, String came) {
    return new Finding(
        kind, Blame.RECEIVER, Optional.of(node.implementation().id()), expected, came);
  }

  public boolean concerns(String implementation) {
    return receiver.isEmpty() || receiver.get().equals(implementation);
  }

  /** What was wanted, of whom, in one sentence. */
  public String wanted() {
    List<String> clients = about.clients();
    if (clients.isEmpty()) {
      return expected;
    }
    int shown = Math.min(clients.size(), CLIENTS_SHOWN);
    String names = String.join(", ", clients.subList(0, shown));
    return "%s %s%s to get %s"
        .formatted(
            clients.size() == 1 ? "client" : "clients",
            names,
            shown < clients.size() ? " and %d more".formatted(clients.size() - shown) : "",
            expected);
  }

  /** The same of several clients becomes one finding that lists them, where the first of it was. */
  public static List<Finding> merged(List<Finding> findings) {
    Map<Finding, Set<String>> clients = new LinkedHashMap<>();
    for (Finding finding : findings) {
      clients
          .computeIfAbsent(finding.of(List.of()), key -> new LinkedHashSet<>())
          .addAll(finding.about().clients());
    }
    List<Finding> merged = new ArrayList<>();
    clients.forEach((finding, some) -> merged.add(finding.of(List.copyOf(some))));
    return merged;
  }

  private Finding of(List<String> clients) {
    return new Finding(kind, blame, receiver, new About(clients, about.event()), expected, came);
  }

  @Override
  public String toString() {
    return "%s: expected %s; %s".formatted(kind.label(), wanted(), came);
  }
}
