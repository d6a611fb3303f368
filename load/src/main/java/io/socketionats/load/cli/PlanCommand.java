package io.socketionats.load.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.UsageException;
import io.socketionats.load.plan.Demand;
import io.socketionats.load.plan.Evidence;
import io.socketionats.load.plan.Plan;
import io.socketionats.load.plan.PlanText;
import io.socketionats.load.plan.Planner;
import io.socketionats.load.plan.Resources;
import io.socketionats.load.result.Slo;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code load plan}: how many nodes a demand needs, from measurements. */
@Command(
    name = "plan",
    description = "Answers how many nodes a demand needs, from measurements.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:a plan was made for each kind of cluster",
      "1:no number of nodes carries the demand",
      "2:usage, or the plan goes beyond what was measured and --extrapolate was not given"
    })
public final class PlanCommand implements Callable<Integer> {
  private static final int NONE_SUFFICES = 1;
  private static final Pattern BYTES =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,3})?)\\s*(B|[kKMGT]i?B?)?");

  @Spec private CommandSpec spec;

  @Option(names = "--connections", required = true, description = "clients connected at once")
  private int connections;

  @ArgGroup(multiplicity = "1")
  private Rate rate;

  private static final class Rate {
    @Option(names = "--rate", description = "publishes per second of all clients together")
    private Double all;

    @Option(
        names = "--rate-per-connection",
        description = "publishes per second of each connection")
    private Double each;
  }

  @Option(
      names = "--room-size",
      required = true,
      description = "mean number of members of the room that a publish goes to")
  private double roomSize;

  @Option(
      names = "--payload",
      paramLabel = "BYTES",
      description = "bytes of an event's payload (default: as measured)")
  private int payload;

  @Option(
      names = "--slo",
      required = true,
      description = "latency objective: p99=100ms, p99.9=1s, p50=800us")
  private String slo;

  @Option(
      names = "--cluster",
      split = ",",
      description =
          "kinds of clusters: node, java, mixed, or others that were measured (default: all)")
  private List<String> clusters = new ArrayList<>();

  @Option(
      names = "--measurements",
      paramLabel = "FOLDER",
      split = ",",
      description =
          "measurement folders, or a folder of them (default: load/measurements of the checkout)")
  private List<Path> measurements = new ArrayList<>();

  @Option(
      names = "--spare-nodes",
      defaultValue = "1",
      description = "nodes that may be lost (default: ${DEFAULT-VALUE})")
  private int spareNodes;

  @Option(
      names = "--node-memory",
      paramLabel = "SIZE",
      description = "memory of a node, such as 4GiB; a plan fills 80 %% of it")
  private String nodeMemory;

  @Option(
      names = "--nats-cores",
      defaultValue = "2",
      description =
          "processors of a NATS server, of which a plan fills 60 %% (default: ${DEFAULT-VALUE})")
  private double natsCores;

  @Option(
      names = "--confidence",
      defaultValue = "0.95",
      description = "confidence of intervals, 0.5 to 0.999 (default: ${DEFAULT-VALUE})")
  private double confidence;

  @Option(
      names = "--extrapolate",
      description = "go beyond what was measured; the plan lists each way in which it does")
  private boolean extrapolate;

  @Option(names = "--json", description = "print the plans as JSON")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    Resources resources = resources();
    Demand demand =
        new Demand(
            connections,
            rate.all != null ? rate.all : rate.each * connections,
            roomSize,
            payload,
            slo());
    Evidence evidence =
        Evidence.read(
            measurements.isEmpty()
                ? List.of(Checkout.root().resolve("load/measurements"))
                : measurements);
    Planner planner = new Planner(evidence, resources, extrapolate);
    List<Plan> plans = new ArrayList<>();
    for (String label : clusters.isEmpty() ? evidence.labels() : clusters) {
      plans.add(planner.plan(label, demand));
    }
    List<Plan> answered = withoutRefused(plans);
    print(answered);
    return answered.stream().anyMatch(plan -> !plan.hasAnswer()) ? NONE_SUFFICES : 0;
  }

  /**
   * The plans within what was measured, or all plans with --extrapolate. When all kinds of clusters
   * are asked for, one without an answer does not hold back the answers of the others.
   */
  private List<Plan> withoutRefused(List<Plan> plans) {
    if (extrapolate) {
      return plans;
    }
    StringBuilder beyond = new StringBuilder();
    for (Plan plan : plans) {
      for (String each : plan.grounds().extrapolations()) {
        beyond.append("\n  %s: %s".formatted(plan.cluster(), each));
      }
    }
    if (beyond.isEmpty()) {
      return plans;
    }
    String refusal =
        "the plan goes beyond what was measured:"
            + beyond
            + "\nmeasure that as well, or accept it with --extrapolate";
    List<Plan> within =
        plans.stream().filter(plan -> plan.grounds().extrapolations().isEmpty()).toList();
    if (within.isEmpty() || !clusters.isEmpty()) {
      throw new UsageException(refusal);
    }
    spec.commandLine().getErr().println("load: for some clusters " + refusal);
    return within;
  }

  private void print(List<Plan> plans) throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          JsonMapper.builder()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .build()
              .writeValueAsString(plans));
    } else {
      plans.forEach(plan -> out.print(PlanText.of(plan, confidence)));
    }
    out.flush();
  }

  private Slo slo() {
    try {
      return Slo.parse(slo);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--slo: " + e.getMessage());
    }
  }

  private Resources resources() {
    if (spareNodes < 0) {
      throw new UsageException("--spare-nodes %d: at least 0".formatted(spareNodes));
    }
    if (!(natsCores > 0)) {
      throw new UsageException("--nats-cores %s: more than 0".formatted(natsCores));
    }
    if (!(confidence >= 0.5 && confidence <= 0.999)) {
      throw new UsageException("--confidence %s: 0.5 to 0.999".formatted(confidence));
    }
    return new Resources(
        spareNodes, nodeMemory == null ? 0 : bytes(nodeMemory), natsCores, confidence);
  }

  private static long bytes(String text) {
    Matcher matcher = BYTES.matcher(text.trim());
    if (!matcher.matches()) {
      throw new UsageException(
          "--node-memory '%s' cannot be read; write a size: 4GiB, 512MB".formatted(text));
    }
    String unit = matcher.group(2) == null ? "" : matcher.group(2).toUpperCase(Locale.ROOT);
    int power = unit.isEmpty() ? 0 : Math.max(0, "BKMGT".indexOf(unit.charAt(0)));
    double base = unit.contains("I") ? 1024 : 1000;
    return (long) (Double.parseDouble(matcher.group(1)) * Math.pow(base, power));
  }
}
