package io.socketionats.load.plan;

import io.socketionats.load.result.TestedCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Collects in which ways an answer goes beyond what was measured, and what its reader must know.
 */
final class Limits {
  /** The end of a note: nothing failed, so a capacity is only known from below. */
  static final String LOWER_BOUND = "what they carry is a lower bound";

  /** Room sizes and payloads that differ by less than this factor count as the same. */
  private static final double SAME = 1.1;

  /** A machine that uses this share of its processors is busy. */
  private static final double BUSY = 0.75;

  private final Basis basis;
  private final List<String> extrapolations = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  Limits(Basis basis) {
    this.basis = basis;
  }

  List<String> extrapolations() {
    return extrapolations;
  }

  List<String> notes() {
    return notes;
  }

  void note(String sentence) {
    notes.add(sentence);
  }

  /**
   * Compares the demand with the workloads that were measured.
   *
   * @param convertible whether rooms of another size can be converted
   */
  void workload(boolean convertible) {
    List<WorkloadKind> measured =
        basis.cases().stream().map(each -> WorkloadKind.of(each.workload())).toList();
    rooms(measured.stream().mapToDouble(WorkloadKind::roomSize).sorted().toArray(), convertible);
    payloads(measured.stream().mapToDouble(WorkloadKind::payloadBytes).sorted().toArray());
    List<Integer> unlimited = basis.scaling().unlimited();
    if (!unlimited.isEmpty()) {
      notes.add(
          Words.of(
              "at %s nodes no level failed by %s: %s",
              unlimited, basis.demand().slo(), LOWER_BOUND));
    }
  }

  private void rooms(double[] measured, boolean convertible) {
    double wanted = basis.demand().roomSize();
    double nearest = basis.kind().roomSize();
    double most = measured[measured.length - 1];
    if (wanted < measured[0] / SAME || wanted > most * SAME) {
      extrapolations.add(
          Words.of(
              "rooms of %s; measured were rooms of %s",
              Words.number(wanted), Words.range(measured[0], most)));
    } else if (wanted > nearest * SAME || wanted < nearest / SAME) {
      otherRooms(convertible, Words.number(wanted), Words.number(nearest));
    }
  }

  private void otherRooms(boolean convertible, String wanted, String nearest) {
    if (convertible) {
      notes.add(
          Words.of(
              "rooms of %s are counted in deliveries of measured rooms of %s, by the costs of a"
                  + " publish and a delivery",
              wanted, nearest));
    } else {
      extrapolations.add(
          Words.of(
              "rooms of %s; the nearest measured are of %s, and the cost of a publish could not be"
                  + " told apart from that of its deliveries",
              wanted, nearest));
    }
  }

  private void payloads(double[] measured) {
    int wanted = basis.demand().payloadBytes();
    double most = measured[measured.length - 1];
    if (wanted > 0 && (wanted > most * SAME || wanted < measured[0] / SAME)) {
      extrapolations.add(
          Words.of("payloads of %d B; measured were %s B", wanted, Words.range(measured[0], most)));
    }
  }

  /**
   * Notes the numbers of nodes at which the machine, not the cluster, was at its limit.
   *
   * @param processors of the machine
   */
  void machine(int processors) {
    for (JudgedCase each : basis.scaling().cases()) {
      OptionalDouble used = KneeProcessors.ofAll(each);
      if (used.isPresent() && used.getAsDouble() > BUSY * processors) {
        notes.add(
            Words.of(
                "at %s %.2f of the machine's %d processors were busy at the knee, generator"
                    + " included: the machine's limit, which nodes on machines of their own do not"
                    + " have",
                TestedCluster.nodes(each.nodes()), used.getAsDouble(), processors));
      }
    }
  }

  /** Says that no number of nodes carries the demand. */
  void noneSuffices(int mostNodes, boolean extrapolate) {
    double peak = basis.scaling().fit().peak();
    notes.add(
        Double.isFinite(peak)
            ? Words.of(
                "no number of nodes carries it: by the fit, more than %.0f nodes carry less, not"
                    + " more",
                peak)
            : Words.of("no number of nodes up to %d carries it", mostNodes));
    if (!extrapolate) {
      extrapolations.add(
          Words.of(
              "%d connections and %.0f deliveries per second; measured were %s nodes, up to %.0f"
                  + " connections each and %.0f deliveries per second together",
              basis.demand().connections(),
              basis.deliveries(),
              basis.scaling().nodes(),
              basis.connectionsPerNode(),
              basis.scaling().passed().values().stream().mapToDouble(d -> d).max().orElse(0)));
    }
  }

  /**
   * Compares numbers of nodes with those that were measured.
   *
   * @param nodes how many are recommended
   * @param left how many are left when the spare ones are gone
   * @param connections of each node that is left
   */
  void nodes(int nodes, int left, double connections) {
    List<Integer> counts = basis.scaling().nodes();
    if (nodes > counts.get(counts.size() - 1)) {
      extrapolations.add(
          Words.of(
              "%d nodes; measured were %s, and the fit says the rest%s",
              nodes, counts, untold(counts.size())));
    } else if (left < counts.get(0)) {
      extrapolations.add(
          Words.of("%d nodes once %d are lost; measured were %s", left, nodes - left, counts));
    }
    if (connections > basis.connectionsPerNode()) {
      extrapolations.add(
          Words.of(
              "%.0f connections per node; measured were up to %.0f",
              connections, basis.connectionsPerNode()));
    }
  }

  /** The parameters of the fit that so few node counts cannot tell. */
  private static String untold(int counts) {
    return switch (counts) {
      case 1 -> " (1 node count cannot tell contention and crosstalk: both are taken as 0)";
      case 2 -> " (2 node counts cannot tell crosstalk: it is taken as 0)";
      default -> "";
    };
  }

  /** Compares NATS servers and their load with those that were measured. */
  void nats(Nats measured, int servers, double messagesPerServer) {
    if (messagesPerServer > measured.messagesPerServer() * SAME) {
      extrapolations.add(
          Words.of(
              "%.0f messages per second at a NATS server; measured were up to %.0f",
              messagesPerServer, measured.messagesPerServer()));
    }
    if (servers > measured.servers()) {
      extrapolations.add(
          Words.of(
              "%d NATS servers that share the work; measured were %d, and traffic between servers"
                  + " is not in the model",
              servers, measured.servers()));
    }
  }
}
