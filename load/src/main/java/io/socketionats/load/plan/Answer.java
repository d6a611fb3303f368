package io.socketionats.load.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;

/** Answers one demand for one kind of cluster. */
final class Answer {
  private static final int MOST_NODES = 10_000;

  private final Basis basis;
  private final ProcessorModel processors;
  private final Map<String, Memory> memory;
  private final Resources resources;
  private final boolean extrapolate;
  private final Limits limits;

  /**
   * @param memory by implementation
   * @param extrapolate whether a node may have more connections than one had when it was measured
   */
  Answer(
      Basis basis,
      ProcessorModel processors,
      Map<String, Memory> memory,
      Resources resources,
      boolean extrapolate) {
    this.basis = basis;
    this.processors = processors;
    this.memory = memory;
    this.resources = resources;
    this.extrapolate = extrapolate;
    this.limits = new Limits(basis);
  }

  /**
   * The plan.
   *
   * @param machineProcessors processors of the machine that was measured
   */
  Plan plan(int machineProcessors) {
    limits.workload(processors.isConvertible());
    limits.machine(machineProcessors);
    Scaling scaling = basis.scaling();
    Optional<Integer> high = smallest(scaling::promised);
    if (high.isEmpty()) {
      limits.noneSuffices(MOST_NODES, extrapolate);
      return plan(
          new Plan.Sizing(null, resources.spareNodes(), basis.deliveries(), null, null),
          new Plan.Needs(null, null, nodesByProcessors(), null),
          new Plan.Network(null, null, null, clientBytes()));
    }
    Plan.Nodes nodes =
        new Plan.Nodes(
            smallest(n -> scaling.at(n).high()).orElse(null),
            smallest(n -> scaling.at(n).estimate()).orElse(null),
            high.get());
    int left = nodes.high() - resources.spareNodes();
    limits.nodes(nodes.high(), left, connectionsPerNode(left));
    Plan.Network network = network(nodes.high());
    return plan(sizing(nodes, left), needs(left), network);
  }

  private Plan plan(Plan.Sizing sizing, Plan.Needs needs, Plan.Network network) {
    Map<String, Interval> parameters = new LinkedHashMap<>();
    parameters.put("lambda", basis.scaling().lambda());
    parameters.put("sigma", basis.scaling().sigma());
    parameters.put("kappa", basis.scaling().kappa());
    return new Plan(
        basis.label(),
        basis.kind(),
        basis.demand(),
        sizing,
        needs,
        network,
        new Plan.Grounds(
            parameters, basis.scaling().passed(), limits.extrapolations(), limits.notes()));
  }

  private Plan.Sizing sizing(Plan.Nodes nodes, int left) {
    return new Plan.Sizing(
        nodes,
        resources.spareNodes(),
        basis.deliveries(),
        processors.equivalentDeliveries(left),
        basis.scaling().at(left));
  }

  private Plan.Needs needs(int left) {
    Optional<Double> bytes = Memory.most(memory, basis.implementations(), connectionsPerNode(left));
    if (bytes.isEmpty()) {
      limits.note("memory of connections was not measured for " + basis.implementations());
    }
    return new Plan.Needs(
        connectionsPerNode(left), processors.cores(left), nodesByProcessors(), bytes.orElse(null));
  }

  /** The smallest number of nodes that still carries the demand when the spare ones are gone. */
  private Optional<Integer> smallest(IntToDoubleFunction capacity) {
    for (int left = 1; left <= MOST_NODES; left++) {
      if (capacity.applyAsDouble(left) >= processors.equivalentDeliveries(left) && fits(left)) {
        return Optional.of(left + resources.spareNodes());
      }
    }
    return Optional.empty();
  }

  private boolean fits(int left) {
    if (!extrapolate && connectionsPerNode(left) > basis.connectionsPerNode()) {
      return false;
    }
    if (resources.nodeMemoryBytes() == 0) {
      return true;
    }
    double room = resources.nodeMemoryBytes() * Resources.FILLED_MEMORY;
    return Memory.most(memory, basis.implementations(), connectionsPerNode(left))
        .map(bytes -> bytes <= room)
        .orElse(true);
  }

  private double connectionsPerNode(int left) {
    return Math.ceil((double) basis.demand().connections() / left);
  }

  private Integer nodesByProcessors() {
    OptionalDouble each = KneeProcessors.ofNode(basis.scaling().cases());
    if (each.isEmpty() || processors.cores(1) == null) {
      return null;
    }
    for (int left = 1; left <= MOST_NODES; left++) {
      if (processors.cores(left) <= left * each.getAsDouble()) {
        return left + resources.spareNodes();
      }
    }
    return null;
  }

  private Plan.Network network(int nodes) {
    Optional<Nats> measured = Nats.of(basis.scaling().cases());
    if (measured.isEmpty()) {
      limits.note("what NATS used was not measured: no answer about NATS servers");
      return new Plan.Network(null, null, null, clientBytes());
    }
    Nats nats = measured.get();
    double messages = basis.demand().publishesPerSecond() * nodes;
    double cores = nats.coreSecondsPerMessage() * messages;
    int needed =
        Math.max(1, (int) Math.ceil(cores / (resources.natsCores() * Resources.FILLED_NATS)));
    limits.nats(nats, needed, messages / needed);
    return new Plan.Network(
        needed + (resources.spareNodes() > 0 ? 1 : 0),
        nats.bytesPerMessage() * messages,
        cores,
        clientBytes());
  }

  private double clientBytes() {
    return basis.deliveries() * basis.payloadBytes();
  }
}
