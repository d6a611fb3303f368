package io.socketionats.conformance.judge.scenario;

import io.socketionats.conformance.judge.cluster.Cluster;
import io.socketionats.conformance.judge.verdict.Blame;
import io.socketionats.conformance.judge.verdict.Emission;
import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.verdict.Finding.About;
import io.socketionats.conformance.judge.verdict.Finding.Kind;
import io.socketionats.conformance.judge.wire.WireLine;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Frames that came again: published by a node that should only have received them. The uid says by
 * which; where it does not, because no node has it or because it is the sender's, the broker's
 * counts do.
 */
final class Republished {
  private static final int TRIES = 2;

  private final Cluster cluster;
  private final Set<Implementation> counted = new LinkedHashSet<>();

  Republished(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Asks the broker who is behind frames that the uid does not explain. Nodes are asked to speak.
   */
  void identify(List<Emission> emissions) {
    single(emissions).stream()
        .filter(emission -> again(emission).stream().anyMatch(line -> !isNamed(emission, line)))
        .limit(TRIES)
        .forEach(
            emission -> {
              if (counted.isEmpty()) {
                counted.addAll(cluster.republishers(first(emission), emission.event()));
              }
            });
  }

  /** Everything that others than the senders published; each publisher is blamed for its own. */
  List<Finding> findings(List<Emission> emissions) {
    List<Finding> findings = new ArrayList<>();
    for (Emission emission : single(emissions)) {
      for (WireLine line : again(emission)) {
        for (Publisher publisher : publishers(emission, line)) {
          findings.add(publisher.finding(emission, line));
        }
      }
    }
    return findings;
  }

  /** The implementations that published again what others had sent. */
  Set<Implementation> implementations(List<Emission> emissions) {
    Set<Implementation> all = new LinkedHashSet<>();
    for (Emission emission : single(emissions)) {
      for (WireLine line : again(emission)) {
        publishers(emission, line).forEach(publisher -> all.add(publisher.implementation()));
      }
    }
    return all;
  }

  private record Publisher(String name, Implementation implementation, String how) {
    Finding finding(Emission emission, WireLine line) {
      return new Finding(
          Kind.WIRE,
          Blame.RECEIVER,
          Optional.of(implementation.id()),
          About.frames(emission.event()),
          "nobody to publish '%s' again".formatted(emission.event()),
          "%s did%s: %s".formatted(name, how, line));
    }
  }

  private List<Publisher> publishers(Emission emission, WireLine line) {
    if (isNamed(emission, line)) {
      Node node = cluster.nodeOf(line.uid()).orElseThrow();
      return List.of(new Publisher(node.name(), node.implementation(), ""));
    }
    String how =
        line.uid().equals(first(emission).uid())
            ? ", under the uid of the sender"
            : ", under the uid '%s', which no node has".formatted(line.uid());
    return counted.stream()
        .map(one -> new Publisher(one.id(), one, how + " (the broker counts its messages)"))
        .toList();
  }

  /** Whether the uid says who published it. */
  private boolean isNamed(Emission emission, WireLine line) {
    return !line.uid().equals(first(emission).uid()) && cluster.nodeOf(line.uid()).isPresent();
  }

  /** Those whose name occurs once: of equal events a second frame is no frame again. */
  private static List<Emission> single(List<Emission> emissions) {
    Map<String, List<Emission>> byName =
        emissions.stream()
            .collect(
                Collectors.groupingBy(Emission::event, LinkedHashMap::new, Collectors.toList()));
    return byName.values().stream()
        .filter(equal -> equal.size() == 1)
        .flatMap(List::stream)
        .toList();
  }

  private WireLine first(Emission emission) {
    return cluster.witness().carrying(emission.event()).get(0);
  }

  private List<WireLine> again(Emission emission) {
    return cluster.witness().carrying(emission.event()).stream().skip(1).toList();
  }
}
