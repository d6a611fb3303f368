package io.socketionats.load.plan;

import io.socketionats.conformance.UsageException;
import io.socketionats.load.result.Case;
import io.socketionats.load.result.Cluster;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;

/**
 * Answers demands from measurements. See docs/capacity-model.md for the model and what it does not
 * know.
 */
public final class Planner {
  private static final int MOST_NODES = 10_000;

  /** Room sizes and payloads that differ by less count as the same. */
  private static final double SAME = 1.1;

  static final String LOWER_BOUND = "what they carry is a lower bound";

  /** A machine that uses this share of its processors is busy. */
  private static final double BUSY = 0.75;

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
   * The plan for clusters of a label.
   *
   * @throws UsageException when nothing was measured that answers
   */
  public Plan plan(String label, Demand demand) {
    if (!evidence.labels().contains(label)) {
      throw new UsageException(
          "no cluster '%s' was measured; there are %s".formatted(label, evidence.labels()));
    }
    Map<Evidence.Load, Scaling> scalings =
        evidence.scalings(label, demand.slo(), resources.confidence());
    Map.Entry<Evidence.Load, Scaling> basis =
        scalings.entrySet().stream()
            .min(
                Comparator.comparingDouble(
                        (Map.Entry<Evidence.Load, Scaling> entry) ->
                            distance(entry.getKey(), demand))
                    .thenComparing(entry -> -entry.getValue().nodes().size()))
            .orElseThrow(
                () ->
                    new UsageException(
                        "no valid level of a cluster '%s' met %s: nothing can be planned from it"
                            .formatted(label, demand.slo())));
    return new Answer(label, demand, basis.getKey(), basis.getValue()).plan();
  }

  private static double distance(Evidence.Load load, Demand demand) {
    double rooms = Math.abs(Math.log(demand.roomSize() / Math.max(1, load.roomSize())));
    double payloads =
        demand.payloadBytes() == 0
            ? 0
            : Math.abs(Math.log((double) demand.payloadBytes() / Math.max(1, load.payloadBytes())));
    return rooms + payloads / 2;
  }

  /** One demand on one kind of cluster. */
  private final class Answer {
    private final String label;
    private final Demand demand;
    private final Evidence.Load load;
    private final Scaling scaling;
    private final List<String> implementations;
    private final double deliveries;
    private final double measuredPerNode;
    private final List<String> extrapolations = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Answer(String label, Demand demand, Evidence.Load load, Scaling scaling) {
      this.label = label;
      this.demand = demand;
      this.load = load;
      this.scaling = scaling;
      this.implementations =
          scaling.runs().stream()
              .flatMap(run -> run.measured().cluster().implementations().stream())
              .distinct()
              .toList();
      double perMember =
          Nats.median(scaling.runs().stream().map(Run::deliveriesPerPublish).toList())
              / Math.max(1, load.roomSize());
      this.deliveries = demand.publishesPerSecond() * demand.roomSize() * perMember;
      this.measuredPerNode =
          evidence
              .cases()
              .filter(each -> each.cluster().label().equals(label))
              .mapToDouble(Answer::connectionsPerNode)
              .max()
              .orElse(0);
    }

    private static double connectionsPerNode(Case each) {
      int ramped = each.connections() == null ? 0 : each.connections().count();
      return (double) Math.max(ramped, each.workload().connections()) / each.cluster().nodes();
    }

    Plan plan() {
      Optional<Integer> high = smallest(scaling::promised);
      Optional<Integer> estimate = smallest(n -> scaling.at(n).estimate());
      Optional<Integer> low = smallest(n -> scaling.at(n).high());
      workloadLimits();
      machineLimits();
      if (high.isEmpty()) {
        notes.add(tooMuch());
        if (!extrapolate) {
          extrapolations.add(
              say(
                  "%d connections and %.0f deliveries per second; measured were %s nodes, up to %.0f"
                      + " connections each and %.0f deliveries per second together",
                  demand.connections(),
                  deliveries,
                  scaling.nodes(),
                  measuredPerNode,
                  scaling.passed().values().stream().mapToDouble(d -> d).max().orElse(0)));
        }
        return without(estimate);
      }
      int nodes = high.get();
      int left = nodes - resources.spareNodes();
      limits(nodes, left);
      Optional<Nats> nats = Nats.of(scaling.runs());
      Double messages = demand.publishesPerSecond() * nodes;
      Integer servers = nats.map(n -> servers(n, messages)).orElse(null);
      if (nats.isEmpty()) {
        notes.add("what NATS used was not measured: no answer about NATS servers");
      }
      Optional<Double> bytes = Memory.most(memory, implementations, perNode(left));
      if (bytes.isEmpty()) {
        notes.add("memory of connections was not measured for " + implementations);
      }
      return new Plan(
          label,
          load,
          demand,
          new Plan.Nodes(low.orElse(null), estimate.orElse(null), nodes),
          resources.spareNodes(),
          deliveries,
          equivalent(left),
          scaling.at(left),
          perNode(left),
          cores(left),
          nodesByProcessors(),
          bytes.orElse(null),
          servers,
          nats.map(n -> n.bytesPerMessage() * messages).orElse(null),
          nats.map(n -> n.coreSecondsPerMessage() * messages).orElse(null),
          clientBytes(),
          parameters(),
          scaling.passed(),
          List.copyOf(extrapolations),
          List.copyOf(notes));
    }

    private Plan without(Optional<Integer> estimate) {
      return new Plan(
          label,
          load,
          demand,
          null,
          resources.spareNodes(),
          deliveries,
          null,
          null,
          null,
          null,
          nodesByProcessors(),
          null,
          null,
          null,
          null,
          clientBytes(),
          parameters(),
          scaling.passed(),
          List.copyOf(extrapolations),
          List.copyOf(notes));
    }

    private String tooMuch() {
      double peak = scaling.fit().peak();
      return Double.isFinite(peak)
          ? "no number of nodes carries it: by the fit, more than %.0f nodes carry less, not more"
              .formatted(peak)
          : "no number of nodes up to %d carries it".formatted(MOST_NODES);
    }

    /** The smallest count that still carries the demand when the spare nodes are gone. */
    private Optional<Integer> smallest(IntToDoubleFunction capacity) {
      for (int left = 1; left <= MOST_NODES; left++) {
        if (capacity.applyAsDouble(left) >= equivalent(left) && fits(left)) {
          return Optional.of(left + resources.spareNodes());
        }
      }
      return Optional.empty();
    }

    private boolean fits(int left) {
      if (!extrapolate && perNode(left) > measuredPerNode) {
        return false;
      }
      if (resources.nodeMemoryBytes() == 0) {
        return true;
      }
      double room = resources.nodeMemoryBytes() * Resources.FILLED_MEMORY;
      return Memory.most(memory, implementations, perNode(left))
          .map(bytes -> bytes <= room)
          .orElse(true);
    }

    private double perNode(int left) {
      return Math.ceil((double) demand.connections() / left);
    }

    /**
     * The demand in deliveries of the measured workload: other room sizes make other numbers of
     * publishes and frames per delivery, which cost by the regression.
     */
    private double equivalent(int nodes) {
      if (!convertible()) {
        return deliveries;
      }
      double ratio = 0;
      for (String implementation : implementations) {
        Costs cost = costs.get(implementation);
        ratio +=
            costPerDelivery(cost, nodes, demand.roomSize())
                / costPerDelivery(cost, nodes, load.roomSize());
      }
      return deliveries * ratio / implementations.size();
    }

    /** Processors that so many nodes need together; null when what nodes used was not measured. */
    private Double cores(int nodes) {
      if (implementations.isEmpty() || !costs.keySet().containsAll(implementations)) {
        return null;
      }
      double roomSize = convertible() ? demand.roomSize() : load.roomSize();
      double perDelivery = 0;
      double idle = 0;
      for (String implementation : implementations) {
        perDelivery += costPerDelivery(costs.get(implementation), nodes, roomSize);
        idle += costs.get(implementation).estimate(Costs.Item.IDLE);
      }
      return (deliveries * perDelivery + nodes * idle) / implementations.size();
    }

    private Integer nodesByProcessors() {
      OptionalDouble each = Processors.ofNode(scaling.runs());
      if (each.isEmpty() || cores(1) == null) {
        return null;
      }
      for (int left = 1; left <= MOST_NODES; left++) {
        if (cores(left) <= left * each.getAsDouble()) {
          return left + resources.spareNodes();
        }
      }
      return null;
    }

    /** Node counts at which the machine, not the cluster, was at its limit. */
    private void machineLimits() {
      for (Run run : scaling.runs()) {
        OptionalDouble used = Processors.ofAll(run);
        if (used.isPresent() && used.getAsDouble() > BUSY * evidence.processors()) {
          notes.add(
              say(
                  "at %s %.2f of the machine's %d processors were busy at the knee, generator"
                      + " included: the machine's limit, which nodes on machines of their own do not"
                      + " have",
                  Cluster.nodes(run.nodes()), used.getAsDouble(), evidence.processors()));
        }
      }
    }

    private double costPerDelivery(Costs cost, int nodes, double roomSize) {
      double publish =
          cost.estimate(Costs.Item.PUBLISH) + (nodes - 1) * cost.estimate(Costs.Item.FRAME);
      return cost.estimate(Costs.Item.DELIVERY) + publish / Math.max(1, roomSize);
    }

    private boolean convertible() {
      return !implementations.isEmpty()
          && implementations.stream()
              .allMatch(
                  i ->
                      costs.containsKey(i)
                          && costs.get(i).intervals().containsKey(Costs.Item.PUBLISH)
                          && costs.get(i).estimate(Costs.Item.DELIVERY) > 0);
    }

    /** In which ways the demand itself is unlike anything measured. */
    private void workloadLimits() {
      List<Evidence.Load> measured =
          evidence
              .cases()
              .filter(each -> each.cluster().label().equals(label))
              .map(each -> Evidence.Load.of(each.workload()))
              .toList();
      double[] rooms = measured.stream().mapToDouble(Evidence.Load::roomSize).sorted().toArray();
      boolean other =
          demand.roomSize() > load.roomSize() * SAME || demand.roomSize() < load.roomSize() / SAME;
      if (demand.roomSize() < rooms[0] / SAME
          || demand.roomSize() > rooms[rooms.length - 1] * SAME) {
        extrapolations.add(
            say(
                "rooms of %s; measured were rooms of %s",
                number(demand.roomSize()), range(rooms[0], rooms[rooms.length - 1])));
      } else if (other && !convertible()) {
        extrapolations.add(
            say(
                "rooms of %s; the nearest measured are of %s, and the cost of a publish could not be"
                    + " told apart from that of its deliveries",
                number(demand.roomSize()), number(load.roomSize())));
      } else if (other) {
        notes.add(
            say(
                "rooms of %s are counted in deliveries of measured rooms of %s, by the costs of a"
                    + " publish and a delivery",
                number(demand.roomSize()), number(load.roomSize())));
      }
      double[] payloads =
          measured.stream().mapToDouble(Evidence.Load::payloadBytes).sorted().toArray();
      if (demand.payloadBytes() > 0
          && (demand.payloadBytes() > payloads[payloads.length - 1] * SAME
              || demand.payloadBytes() < payloads[0] / SAME)) {
        extrapolations.add(
            say(
                "payloads of %d B; measured were %s B",
                demand.payloadBytes(), range(payloads[0], payloads[payloads.length - 1])));
      }
      if (!scaling.unlimited().isEmpty()) {
        notes.add(
            say(
                "at %s nodes no level failed by %s: %s",
                scaling.unlimited(), demand.slo(), LOWER_BOUND));
      }
    }

    private void limits(int nodes, int left) {
      List<Integer> counts = scaling.nodes();
      int most = counts.get(counts.size() - 1);
      if (nodes > most) {
        extrapolations.add(
            say(
                "%d nodes; measured were %s, and the fit says the rest%s",
                nodes,
                counts,
                counts.size() < 3
                    ? say(
                        " (%d node count%s cannot tell %s: %s taken as 0)",
                        counts.size(),
                        counts.size() == 1 ? "" : "s",
                        counts.size() == 1 ? "contention and crosstalk" : "crosstalk",
                        counts.size() == 1 ? "both are" : "it is")
                    : ""));
      } else if (left < counts.get(0)) {
        extrapolations.add(
            say("%d nodes once %d are lost; measured were %s", left, nodes - left, counts));
      }
      if (perNode(left) > measuredPerNode) {
        extrapolations.add(
            say(
                "%.0f connections per node; measured were up to %.0f",
                perNode(left), measuredPerNode));
      }
    }

    private int servers(Nats nats, double messages) {
      double cores = nats.coreSecondsPerMessage() * messages;
      int needed =
          Math.max(1, (int) Math.ceil(cores / (resources.natsCores() * Resources.FILLED_NATS)));
      if (messages / needed > nats.messagesPerServer() * SAME) {
        extrapolations.add(
            say(
                "%.0f messages per second at a NATS server; measured were up to %.0f",
                messages / needed, nats.messagesPerServer()));
      }
      if (needed > nats.servers()) {
        extrapolations.add(
            say(
                "%d NATS servers that share the work; measured were %d, and traffic between servers"
                    + " is not in the model",
                needed, nats.servers()));
      }
      return needed + (resources.spareNodes() > 0 ? 1 : 0);
    }

    private double clientBytes() {
      return deliveries * (demand.payloadBytes() > 0 ? demand.payloadBytes() : load.payloadBytes());
    }

    private Map<String, Interval> parameters() {
      Map<String, Interval> parameters = new LinkedHashMap<>();
      parameters.put("lambda", scaling.lambda());
      parameters.put("sigma", scaling.sigma());
      parameters.put("kappa", scaling.kappa());
      return parameters;
    }

    private static String range(double least, double most) {
      return least == most ? number(least) : number(least) + " to " + number(most);
    }
  }

  private static String say(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  private static String number(double value) {
    return value == Math.rint(value) ? say("%.0f", value) : say("%.1f", value);
  }
}
