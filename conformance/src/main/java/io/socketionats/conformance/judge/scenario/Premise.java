package io.socketionats.conformance.judge.scenario;

import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.client.Received;
import io.socketionats.conformance.judge.verdict.Blame;
import io.socketionats.conformance.judge.verdict.Emission;
import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.verdict.Finding.Kind;
import io.socketionats.conformance.judge.wire.Witness;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiPredicate;

/**
 * What a fault is said to do, checked while it lasts. Where it does not do that, nothing has been
 * proven: the finding is an error of the harness, which takes the place of any verdict on the nodes
 * concerned.
 */
final class Premise {
  private final Witness witness;
  private final Map<Implementation, Scenario> scenarios;

  /**
   * @param scenarios of each emitting implementation
   */
  Premise(Witness witness, Map<Implementation, Scenario> scenarios) {
    this.witness = witness;
    this.scenarios = scenarios;
  }

  /** Requires something of the broker: all pairs depend on it. */
  void require(boolean holds, String expected, String came) {
    if (!holds) {
      Finding finding = finding(Optional.empty(), expected, came);
      scenarios.values().forEach(scenario -> scenario.add(finding));
    }
  }

  /** Requires something of what was done to one node: its pairs depend on it. */
  void require(boolean holds, Node node, String expected, String came) {
    if (holds) {
      return;
    }
    Implementation own = node.implementation();
    scenarios.forEach(
        (emitter, scenario) ->
            scenario.add(
                finding(
                    emitter.equals(own) ? Optional.empty() : Optional.of(own), expected, came)));
  }

  /** Requires that the broker got no event of a node. */
  void requireMute(Node node, Collection<Said> meanwhile) {
    meanwhile.stream()
        .map(Said::emission)
        .filter(emission -> emission.isOf(node))
        .filter(emission -> !witness.carrying(emission.event()).isEmpty())
        .findFirst()
        .ifPresent(
            emission ->
                require(
                    false,
                    node,
                    "nothing of node %s to get through to the broker".formatted(node),
                    "the broker carried its event '%s'".formatted(emission.event())));
  }

  /** Requires that no event came from one node to another where the fault is between the two. */
  void requireApart(Collection<Said> meanwhile, BiPredicate<Node, Node> between) {
    for (Said said : meanwhile) {
      Emission emission = said.emission();
      Node from = emission.node().orElseThrow();
      for (Client client : emission.due().keySet()) {
        if (between.test(from, client.node()) && !client.inbox().of(emission.event()).isEmpty()) {
          scenarios
              .get(from.implementation())
              .add(
                  finding(
                      Optional.of(client.node().implementation()),
                      "nodes %s and %s to be apart while the fault lasts"
                          .formatted(from, client.node()),
                      "client %s got event '%s' of %s meanwhile"
                          .formatted(client, emission.event(), from)));
        }
      }
    }
  }

  /** Requires that every event to or from a node that is slowed down took that long. */
  void requireSlow(Node slowed, Collection<Said> all, long millis) {
    List<Long> out = new ArrayList<>();
    List<Long> in = new ArrayList<>();
    for (Said said : all) {
      boolean from = said.emission().isOf(slowed);
      for (Client client : said.emission().due().keySet()) {
        if (from != (client.node() == slowed)) {
          client.inbox().of(said.emission().event()).stream()
              .map(Received::nanos)
              .forEach(came -> (from ? out : in).add((came - said.nanos()) / 1_000_000));
        }
      }
    }
    requireSlow(slowed, "from", out, millis);
    requireSlow(slowed, "to", in, millis);
  }

  private void requireSlow(Node slowed, String direction, List<Long> took, long millis) {
    OptionalLong fastest = took.stream().mapToLong(Long::longValue).min();
    require(
        fastest.isEmpty() || fastest.getAsLong() >= millis,
        slowed,
        "events %s node %s to take at least %d ms".formatted(direction, slowed, millis),
        "one took %d ms".formatted(fastest.orElse(0)));
  }

  private static Finding finding(Optional<Implementation> receiver, String expected, String came) {
    return new Finding(
        Kind.PREMISE, Blame.HARNESS, receiver.map(Implementation::id), expected, came);
  }
}
