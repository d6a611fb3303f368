package io.socketionats.conformance.judge.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.client.Received;
import io.socketionats.conformance.judge.verdict.Emission.Due;
import io.socketionats.conformance.judge.verdict.Finding.About;
import io.socketionats.conformance.judge.verdict.Finding.Kind;
import io.socketionats.conformance.judge.wire.WireLine;
import io.socketionats.conformance.judge.wire.Witness;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Broadcasts of a scenario that have one event name: the same event sent again, to other rooms or
 * namespaces, or by other publishers. They cannot be told apart by name, so they are counted. Each
 * client must get the name as often as it is due to it over all of them, with the arguments of
 * those that are due to it, in their order where one publisher sent them all; and the witness must
 * hold one right frame for each that was to be published.
 */
final class EqualEvents {
  private final List<Emission> emissions;
  private final Witness witness;
  private final String event;

  /**
   * @param emissions two or more of the same event name, in the order in which they were sent
   */
  EqualEvents(List<Emission> emissions, Witness witness) {
    this.emissions = List.copyOf(emissions);
    this.witness = witness;
    this.event = emissions.get(0).event();
  }

  /** The emissions of each event name, in the order of the first of each. */
  static Collection<List<Emission>> byName(List<Emission> emissions) {
    return emissions.stream()
        .collect(Collectors.groupingBy(Emission::event, LinkedHashMap::new, Collectors.toList()))
        .values();
  }

  /** Those that the broker must have carried. */
  List<Emission> published() {
    return emissions.stream().filter(emission -> !emission.local()).toList();
  }

  /** All frames that carry the name. */
  List<WireLine> frames() {
    return witness.carrying(event);
  }

  boolean isOfOnePublisher() {
    return emissions.stream().map(Emission::publisher).distinct().count() == 1;
  }

  List<Finding> judge(FrameRule rule, Function<Emission, Blame> sender) {
    Optional<String> fault = rule.faultOf(this);
    Set<Client> clients = new LinkedHashSet<>();
    emissions.forEach(emission -> clients.addAll(emission.due().keySet()));
    List<Finding> findings = new ArrayList<>();
    for (Client client : clients) {
      judge(client).map(wrong -> finding(wrong, client, fault, sender)).ifPresent(findings::add);
    }
    return findings;
  }

  /** Frames of the harness are right, so a wrong or absent one is that of a node. */
  private Finding finding(
      Wrong wrong, Client client, Optional<String> fault, Function<Emission, Blame> sender) {
    Emission sent =
        emissions.stream()
            .filter(emission -> emission.node().isPresent())
            .findFirst()
            .orElse(emissions.get(0));
    boolean own = isOfOnePublisher() && sent.isOf(client.node());
    String evidence = own ? "" : fault.map(text -> " (" + text + ")").orElse("");
    return new Finding(
        wrong.kind(),
        own || fault.isPresent() ? sender.apply(sent) : Blame.RECEIVER,
        Optional.of(client.node().implementation().id()),
        About.delivery(client, event),
        wrong.expected(),
        wrong.came() + evidence);
  }

  private record Wrong(Kind kind, String expected, String came) {}

  private Optional<Wrong> judge(Client client) {
    List<Emission> due = new ArrayList<>();
    int optional = 0;
    for (Emission emission : emissions) {
      Due wanted = emission.due().getOrDefault(client, Due.NEVER);
      if (wanted != Due.NEVER) {
        due.add(emission);
      }
      optional += wanted == Due.MAYBE ? 1 : 0;
    }
    List<Received> came = client.inbox().of(event);
    String expected =
        "event '%s', sent %d times, %d times".formatted(event, emissions.size(), due.size());
    if (came.size() < due.size() - optional) {
      return Optional.of(new Wrong(Kind.LOST, expected, "it came %d times".formatted(came.size())));
    }
    if (came.size() <= due.size()) {
      return judgeArguments(due, came, expected);
    }
    if (!due.isEmpty() && came.size() <= due.size() + publishedAgain()) {
      return Optional.empty();
    }
    Kind kind = due.isEmpty() ? Kind.LEAKED : Kind.DUPLICATED;
    return Optional.of(new Wrong(kind, expected, "it came %d times".formatted(came.size())));
  }

  /**
   * Frames beyond those of the senders: others published theirs again, and receivers may serve it.
   */
  private long publishedAgain() {
    witness.deliveries(event); // from now on it has heard all that had come to clients
    long uids = frames().stream().map(WireLine::uid).distinct().count();
    return uids == 1 ? 0 : Math.max(0, frames().size() - published().size());
  }

  private Optional<Wrong> judgeArguments(List<Emission> due, List<Received> came, String expected) {
    List<Emission> left = new ArrayList<>(due);
    List<Emission> order = new ArrayList<>();
    for (Received received : came) {
      Optional<Emission> sent =
          left.stream().filter(one -> one.matches().test(one.args(), received.args())).findFirst();
      if (sent.isEmpty()) {
        JsonNode wanted = left.get(0).args();
        return Optional.of(
            new Wrong(
                Kind.CORRUPTED,
                "%s, also with %s".formatted(expected, Json.shortened(wanted)),
                "it came with " + Json.shortened(received.args())));
      }
      left.remove(sent.get());
      order.add(sent.get());
    }
    boolean complete = isOfOnePublisher() && left.isEmpty();
    return complete && !order.equals(due)
        ? Optional.of(
            new Wrong(Kind.REORDERED, expected + " in their order", "they came in another"))
        : Optional.empty();
  }
}
