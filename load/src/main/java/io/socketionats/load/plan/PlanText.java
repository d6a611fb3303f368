package io.socketionats.load.plan;

import io.socketionats.load.result.TestedCluster;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A plan as lines for a terminal. */
public final class PlanText {
  private PlanText() {}

  /**
   * The plan as lines, each with its end.
   *
   * @param confidence of its intervals, 0 to 1
   */
  public static String of(Plan plan, double confidence) {
    StringBuilder text = new StringBuilder();
    Demand demand = plan.demand();
    line(
        text,
        "cluster %s, from '%s' (rooms of %s, %d B)",
        plan.cluster(),
        plan.basis().name(),
        si(plan.basis().roomSize()),
        plan.basis().payloadBytes());
    line(
        text,
        "  demand       %s connections, %s publishes/s to rooms of %s = %s deliveries/s, %s",
        si(demand.connections()),
        si(demand.publishesPerSecond()),
        si(demand.roomSize()),
        si(plan.sizing().deliveriesPerSecond()),
        demand.slo());
    if (!plan.hasAnswer()) {
      line(text, "  nodes        none suffices");
    } else {
      answer(text, plan, confidence);
    }
    line(
        text,
        "  measured     %s",
        plan.grounds().measured().entrySet().stream()
            .map(
                e ->
                    "%d node%s %s/s"
                        .formatted(e.getKey(), e.getKey() == 1 ? "" : "s", si(e.getValue())))
            .collect(Collectors.joining(", ")));
    line(
        text,
        "  fit          %s",
        lowerBound(plan)
            ? "one node at least %s/s, no interval"
                .formatted(si(plan.grounds().scaling().get("lambda").estimate()))
            : fit(plan.grounds().scaling(), plan.grounds().measured().size()));
    plan.grounds()
        .extrapolations()
        .forEach(each -> line(text, "  BEYOND WHAT WAS MEASURED: %s", each));
    plan.grounds().notes().forEach(each -> line(text, "  note: %s", each));
    return text.toString();
  }

  private static void answer(StringBuilder text, Plan plan, double confidence) {
    Plan.Nodes nodes = plan.sizing().nodes();
    line(
        text,
        "  nodes        %d, of which %d may be lost (best estimate %s, %s)",
        nodes.high(),
        plan.sizing().spareNodes(),
        nodes.estimate() == null ? "none" : nodes.estimate(),
        lowerBound(plan)
            ? "no interval"
            : "%.0f %% interval from %s"
                .formatted(confidence * 100, nodes.low() == null ? "none" : nodes.low()));
    line(
        text,
        "  carries      %s deliveries/s with %s (%s); needed are %s of the measured kind",
        si(plan.sizing().carriesPerSecond().estimate()),
        TestedCluster.nodes(nodes.high() - plan.sizing().spareNodes()),
        lowerBound(plan)
            ? "a lower bound"
            : si(plan.sizing().carriesPerSecond().low())
                + " to "
                + si(plan.sizing().carriesPerSecond().high()),
        si(plan.sizing().equivalentDeliveriesPerSecond()));
    if (plan.needs().nodeCores() != null) {
      line(
          text,
          "  processors   %.2f for all nodes together%s",
          plan.needs().nodeCores(),
          plan.needs().nodesByProcessors() == null
              ? ""
              : "; by that alone %d nodes with processors of their own would do"
                  .formatted(plan.needs().nodesByProcessors()));
    }
    line(
        text,
        "  each node    %.0f connections, %s",
        plan.needs().connectionsPerNode(),
        plan.needs().memoryBytesPerNode() == null
            ? "memory not measured"
            : bytes(plan.needs().memoryBytesPerNode()) + " resident");
    line(
        text,
        "  NATS         %s",
        plan.network().natsServers() == null
            ? "not measured"
            : "%d servers, %.2f processors and %s/s in all"
                .formatted(
                    plan.network().natsServers(),
                    plan.network().natsCores(),
                    bytes(plan.network().natsBytesPerSecond())));
    line(text, "  to clients   %s/s of payload", bytes(plan.network().clientBytesPerSecond()));
  }

  /** Where no level failed there is no upper end, so no interval either. */
  private static boolean lowerBound(Plan plan) {
    return plan.grounds().notes().stream().anyMatch(note -> note.endsWith(Limits.LOWER_BOUND));
  }

  private static String fit(Map<String, Interval> scaling, int counts) {
    Interval lambda = scaling.get("lambda");
    return "one node %s/s (%s to %s), contention %s, crosstalk %s"
        .formatted(
            si(lambda.estimate()),
            si(lambda.low()),
            si(lambda.high()),
            counts < 2 ? "not told by one node count" : share(scaling.get("sigma")),
            counts < 3 ? "not told by fewer than three node counts" : share(scaling.get("kappa")));
  }

  private static String share(Interval of) {
    return String.format(Locale.ROOT, "%.4f (%.4f to %.4f)", of.estimate(), of.low(), of.high());
  }

  private static void line(StringBuilder text, String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }

  private static String si(double value) {
    return value == Math.rint(value) || value >= 100
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.1f", value);
  }

  private static String bytes(double bytes) {
    String[] units = {"B", "kB", "MB", "GB", "TB"};
    int unit = 0;
    double rest = bytes;
    while (rest >= 1000 && unit < units.length - 1) {
      rest /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, rest < 10 ? "%.1f %s" : "%.0f %s", rest, units[unit]);
  }
}
