package io.socketionats.load;

import io.socketionats.load.control.Search;
import io.socketionats.load.control.SearchPlan;
import io.socketionats.load.control.SearchTimes;
import io.socketionats.load.result.Case;
import io.socketionats.load.result.Connections;
import io.socketionats.load.result.Deliveries;
import io.socketionats.load.result.Generator;
import io.socketionats.load.result.InjectorIdentity;
import io.socketionats.load.result.Judgement;
import io.socketionats.load.result.Latency;
import io.socketionats.load.result.LatencyLog;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.LevelVerdict;
import io.socketionats.load.result.Machine;
import io.socketionats.load.result.Maximum;
import io.socketionats.load.result.Measurement;
import io.socketionats.load.result.MeasurementFolder;
import io.socketionats.load.result.NatsUse;
import io.socketionats.load.result.NodeUse;
import io.socketionats.load.result.Offer;
import io.socketionats.load.result.Others;
import io.socketionats.load.result.Percentiles;
import io.socketionats.load.result.Phase;
import io.socketionats.load.result.RunOrigin;
import io.socketionats.load.result.Slo;
import io.socketionats.load.result.TestedCluster;
import io.socketionats.load.result.Use;
import io.socketionats.load.result.Workload;
import io.socketionats.load.result.Wrong;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/**
 * A system with known truth, and the measurement that a search would make of it: clusters obey the
 * Universal Scalability Law, nodes have fixed costs.
 */
public final class Synthetic {
  public static final Slo SLO = new Slo(99, 50);
  public static final int PAYLOAD = 64;
  public static final int FRAME = 164;
  public static final double NATS_CORE_SECONDS = 4e-6;
  public static final int BASE_BYTES = 60_000_000;

  /** Truth of one implementation, processor seconds and processors, bytes. */
  public record Truth(
      double lambda,
      double sigma,
      double kappa,
      double delivery,
      double publish,
      double frame,
      double idle,
      double bytesPerConnection) {
    public double capacity(int nodes) {
      return lambda * nodes / (1 + sigma * (nodes - 1) + kappa * nodes * (nodes - 1));
    }
  }

  public static final Truth NODE =
      new Truth(15_000, 0.04, 0.003, 38e-6, 60e-6, 30e-6, 0.01, 17_000);
  public static final Truth JAVA =
      new Truth(24_000, 0.03, 0.002, 22e-6, 35e-6, 18e-6, 0.02, 11_000);

  private static final double OVERHEAD_SECONDS = 2;
  private static final double[] SPREAD = spread();
  private static final double SAME_NODE = 0.8 / together();
  private static final double ALONE = 1 / SPREAD[(int) (SPREAD.length * 0.99)];
  private static final double CROSS_NODE = 1.05 / together();

  private final SplittableRandom random;
  private final double noise;
  private final MeasurementFolder histograms;
  private final List<Case> cases = new ArrayList<>();

  /**
   * @param noise relative standard deviation of what a repetition can carry
   * @param histograms where to write histograms; null for none
   */
  public Synthetic(long seed, double noise, Path histograms) {
    this.random = new SplittableRandom(seed);
    this.noise = noise;
    this.histograms = histograms == null ? null : new MeasurementFolder(histograms);
  }

  /** Searches clusters of these sizes. */
  public Synthetic search(String label, Truth truth, int roomSize, int... nodes) {
    for (int count : nodes) {
      cases.add(search(label, truth, roomSize, count));
    }
    return this;
  }

  public Measurement measurement() {
    return new Measurement(
        Measurement.SCHEMA,
        new RunOrigin("synthetic", "2026-01-02T03:04:05Z", "none: this is made up", ""),
        new Machine(
            64, "Made-up <CPU> & Co", 256L << 30, "Made-up OS", Map.of("java", "17", "node", "20")),
        SLO,
        List.of(new InjectorIdentity(0, 1, "one", List.of("one"))),
        cases);
  }

  private Case search(String label, Truth truth, int roomSize, int nodes) {
    String id = "%s-%d-rooms-of-%d".formatted(label, nodes, roomSize);
    double capacity = truth.capacity(nodes) / roomSize;
    SimulatedCluster cluster = new SimulatedCluster(id, label, truth, roomSize, nodes, capacity);
    Maximum maximum =
        new Search(
                plan(capacity / (6.5 + random.nextDouble() * 2)),
                cluster::measure,
                () -> cluster.seconds)
            .run()
            .orElseThrow();
    return new Case(
        id,
        new TestedCluster(label, implementations(label), nodes, 1, "socket.io-nats", "processes"),
        new Workload("chat", 500 * nodes, 500 * nodes / roomSize, roomSize, PAYLOAD, 0.05),
        cluster.levels,
        maximum,
        new Connections(
            2000 * nodes,
            implementations(label).stream()
                .collect(
                    java.util.stream.Collectors.toMap(i -> i, i -> truth.bytesPerConnection()))));
  }

  private static List<String> implementations(String label) {
    return switch (label) {
      case "node" -> List.of("node-sio4");
      case "java" -> List.of("java");
      default -> List.of("node-sio4", "java");
    };
  }

  /** As a run of three cases in ten minutes searches. */
  private static SearchPlan plan(double first) {
    return new SearchPlan(first, Double.MAX_VALUE, 0.1, 3, new SearchTimes(12, 3, 0.6, 20, 190));
  }

  private final class SimulatedCluster {
    private final String id;
    private final String label;
    private final Truth truth;
    private final int roomSize;
    private final int nodes;
    private final double capacity;
    private final List<Level> levels = new ArrayList<>();
    private double seconds;

    SimulatedCluster(
        String id, String label, Truth truth, int roomSize, int nodes, double capacity) {
      this.id = id;
      this.label = label;
      this.truth = truth;
      this.roomSize = roomSize;
      this.nodes = nodes;
      this.capacity = capacity;
    }

    Level measure(Phase phase, double target, int repetition, double length) {
      seconds += length + OVERHEAD_SECONDS;
      boolean invalid = phase == Phase.SEARCH && random.nextInt(25) == 0;
      double able = capacity * (1 + noise * gaussian());
      Level level = level(phase, repetition, target, invalid ? able * 0.3 : able, invalid);
      levels.add(level);
      return level;
    }

    private Level level(Phase phase, int repetition, double target, double able, boolean invalid) {
      String level = "L%02d".formatted(levels.size() + 1);
      double load = target / able;
      double p99 =
          SLO.micros() * (load <= 1 ? 0.05 + 0.95 * Math.pow(load, 9) : Math.pow(load, 12));
      Histogram same = histogram(p99 * (nodes == 1 ? ALONE : SAME_NODE));
      Histogram cross = nodes == 1 ? LatencyLog.empty() : histogram(p99 * CROSS_NODE);
      Histogram all = same.copy();
      all.add(cross);
      boolean met = all.getValueAtPercentile(99) <= SLO.micros();
      double deliveries = target * roomSize;
      double perNode = target / nodes;
      long expected = Math.round(deliveries * 30);
      long lost = load > 1.4 ? Math.round(expected * 0.002) : 0;
      LevelVerdict verdict =
          invalid ? LevelVerdict.INVALID : met && lost == 0 ? LevelVerdict.PASS : LevelVerdict.FAIL;
      return new Level(
          level,
          new Offer(phase, repetition, target, target, deliveries, 30),
          new Judgement(verdict, reasons(verdict, all)),
          new Deliveries(expected, expected - lost, load > 1 ? 17 : 0, new Wrong(lost, 0, 0, 0, 0)),
          new Latency(Percentiles.of(same), Percentiles.of(cross)),
          new Use(
              new Generator(900, 0.5),
              new Others(invalid ? 0.62 : 0.02, 0),
              java.util.stream.IntStream.range(0, nodes).mapToObj(i -> use(i, perNode)).toList(),
              List.of(
                  new NatsUse(
                      target * nodes * NATS_CORE_SECONDS, 20_000_000, target * nodes * FRAME))),
          histograms == null
              ? null
              : histograms.writeHistograms(
                  id, level, Map.of(LatencyLog.SAME_NODE, same, LatencyLog.CROSS_NODE, cross)));
    }

    private static List<String> reasons(LevelVerdict verdict, Histogram all) {
      return switch (verdict) {
        case PASS -> List.of();
        case FAIL ->
            List.of("p99 %d ms, objective 50 ms".formatted(all.getValueAtPercentile(99) / 1000));
        case INVALID -> List.of("other programs used 0.62 processors; at most 0.1");
      };
    }

    private NodeUse use(int index, double perNode) {
      List<String> kinds = implementations(label);
      String kind = kinds.get(index % kinds.size());
      double cores =
          truth.idle()
              + perNode * roomSize * truth.delivery()
              + perNode * truth.publish()
              + perNode * (nodes - 1) * truth.frame();
      return new NodeUse(
          kind + "-" + (index + 1),
          kind,
          cores * (1 + 0.02 * gaussian()),
          BASE_BYTES + Math.round(500 * truth.bytesPerConnection()));
    }

    private Histogram histogram(double scale) {
      Histogram histogram = LatencyLog.empty();
      for (double value : SPREAD) {
        histogram.recordValue(Math.max(1, Math.round(value * scale)));
      }
      return histogram;
    }
  }

  /** A long-tailed distribution: the logarithm is logistic. */
  private static double[] spread() {
    double[] values = new double[2000];
    for (int i = 0; i < values.length; i++) {
      double quantile = (i + 0.5) / values.length;
      values[i] = Math.exp(0.5 * Math.log(quantile / (1 - quantile)));
    }
    return values;
  }

  /** The 99th percentile of same-node and cross-node latencies together, when they are as here. */
  private static double together() {
    double[] both =
        java.util.stream.DoubleStream.concat(
                Arrays.stream(SPREAD).map(v -> v * 0.8), Arrays.stream(SPREAD).map(v -> v * 1.05))
            .sorted()
            .toArray();
    return both[(int) (both.length * 0.99)];
  }

  private double gaussian() {
    return random.nextGaussian();
  }
}
