package io.socketionats.load.plan;

import io.socketionats.conformance.UsageException;
import io.socketionats.load.result.Case;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Answers demands from measurements: picks the measured workload that is nearest to the demand. See
 * docs/capacity-model.md for the model and what it does not know.
 */
public final class Planner {
  private final Evidence evidence;
  private final Resources resources;
  private final boolean extrapolate;
  private final Map<String, Costs> costs;
  private final Map<String, Memory> memory;

  /**
   * @param extrapolate whether plans may go beyond what was measured; without it limits of the
   *     measurement are limits of the plan
   */
  public Planner(Evidence evidence, Resources resources, boolean extrapolate) {
    this.evidence = evidence;
    this.resources = resources;
    this.extrapolate = extrapolate;
    this.costs = evidence.costs(resources.confidence());
    this.memory = Memory.of(evidence.cases());
  }

  /**
   * The plan for one kind of cluster.
   *
   * @throws UsageException when nothing was measured that answers
   */
  public Plan plan(String label, Demand demand) {
    if (!evidence.labels().contains(label)) {
      throw new UsageException(
          "no cluster '%s' was measured; there are %s".formatted(label, evidence.labels()));
    }
    Basis basis = basis(label, demand);
    return new Answer(basis, new ProcessorModel(basis, costs), memory, resources, extrapolate)
        .plan(evidence.processors());
  }

  private Basis basis(String label, Demand demand) {
    List<Case> cases =
        evidence.cases().filter(each -> each.cluster().label().equals(label)).toList();
    return evidence.scalings(label, demand.slo(), resources.confidence()).entrySet().stream()
        .min(
            Comparator.comparingDouble(
                    (Map.Entry<WorkloadKind, Scaling> entry) -> distance(entry.getKey(), demand))
                .thenComparing(entry -> -entry.getValue().nodes().size()))
        .map(nearest -> new Basis(label, demand, nearest.getKey(), nearest.getValue(), cases))
        .orElseThrow(
            () ->
                new UsageException(
                    "no valid level of a cluster '%s' met %s: nothing can be planned from it"
                        .formatted(label, demand.slo())));
  }

  private static double distance(WorkloadKind kind, Demand demand) {
    double rooms = Math.abs(Math.log(demand.roomSize() / Math.max(1, kind.roomSize())));
    double payloads =
        demand.payloadBytes() == 0
            ? 0
            : Math.abs(Math.log((double) demand.payloadBytes() / Math.max(1, kind.payloadBytes())));
    return rooms + payloads / 2;
  }
}
