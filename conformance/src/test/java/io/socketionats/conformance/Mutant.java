package io.socketionats.conformance;

import io.socketionats.conformance.judge.catalogue.Catalogue;
import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.launch.node.Implementation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A node that is broken on purpose.
 *
 * @param breaks what is wrong with it, in one sentence
 * @param kills ids of the requirements that it must fail
 * @param program that becomes the mutant of this name
 * @param sane the implementation that it is a broken variant of
 */
record Mutant(
    String name, String breaks, List<String> kills, Implementation program, Implementation sane) {
  Mutant {
    kills = List.copyOf(kills);
  }

  /**
   * The requirements about clusters that it must fail, by the number of servers that they need. Ids
   * that the catalogue does not have are left out; a test of the whole table finds them.
   */
  Map<Integer, List<Requirement>> ofClusters() {
    return killed()
        .filter(requirement -> requirement.scope() != Requirement.Scope.CLIENT)
        .collect(Collectors.groupingBy(Requirement::servers, TreeMap::new, Collectors.toList()));
  }

  /** The requirements about how clients are served that it must fail. */
  List<Requirement> ofClients() {
    return killed().filter(requirement -> requirement.scope() == Requirement.Scope.CLIENT).toList();
  }

  private Stream<Requirement> killed() {
    return Catalogue.all().stream().filter(requirement -> kills.contains(requirement.id()));
  }
}
