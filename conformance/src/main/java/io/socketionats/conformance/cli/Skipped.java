package io.socketionats.conformance.cli;

import io.socketionats.conformance.UsageException;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.judge.catalogue.Catalogue;
import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.launch.node.Implementation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The requirements that {@code --skip} leaves out, each with its reason. */
final class Skipped {
  private final Map<String, String> reasons = new LinkedHashMap<>();

  /**
   * @param patterns of ids, as {@code --select} takes them, and the reason of each
   * @param participants of the run
   * @throws UsageException when a reason is missing, or a pattern matches nothing that applies to
   *     the participants
   */
  Skipped(Map<String, String> patterns, List<Implementation> participants) {
    Set<WireDialect> dialects =
        participants.stream().map(Implementation::dialect).collect(Collectors.toSet());
    patterns.forEach(
        (pattern, reason) -> {
          if (reason.isBlank()) {
            throw new UsageException(
                "--skip %s= gives no reason; write --skip '%s=REASON', which the report shows"
                    .formatted(pattern, pattern));
          }
          List<Requirement> matched =
              Catalogue.matching("--skip", List.of(pattern)).stream()
                  .filter(one -> dialects.stream().anyMatch(one::appliesTo))
                  .toList();
          if (matched.isEmpty()) {
            throw new UsageException(
                "--skip '%s' matches no requirement of the dialects that take part"
                    .formatted(pattern));
          }
          matched.forEach(one -> reasons.putIfAbsent(one.id(), reason));
        });
  }

  boolean contains(Requirement requirement) {
    return reasons.containsKey(requirement.id());
  }

  /** Reasons by the id of the requirement. */
  Map<String, String> reasons() {
    return reasons;
  }
}
