package io.socketionats.load.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * How the capacity of a kind of cluster grows with its nodes: the fit and its uncertainty. The
 * uncertainty comes from how many repetitions passed and failed at each target ({@link Threshold}),
 * and from drawing runs again where a case was measured more than once.
 */
public final class Scaling {
  private static final int DRAWS = 2000;

  /** Any number: the same measurements give the same plan. */
  private static final long SEED = 20_260_101;

  private final TreeMap<Integer, List<JudgedCase>> byNodes;
  private final Usl fit;
  private final List<Usl> draws;
  private final double confidence;

  private Scaling(
      TreeMap<Integer, List<JudgedCase>> byNodes, Usl fit, List<Usl> draws, double confidence) {
    this.byNodes = byNodes;
    this.fit = fit;
    this.draws = draws;
    this.confidence = confidence;
  }

  /**
   * @param runs of one kind of cluster and one workload, at least one
   * @param confidence of intervals, 0 to 1
   */
  static Scaling of(List<JudgedCase> runs, double confidence) {
    TreeMap<Integer, List<JudgedCase>> byNodes = new TreeMap<>();
    runs.forEach(run -> byNodes.computeIfAbsent(run.nodes(), n -> new ArrayList<>()).add(run));
    Map<JudgedCase, Threshold> thresholds = new IdentityHashMap<>();
    for (JudgedCase run : runs) {
      if (run.bracket().failing() != null) {
        thresholds.put(run, Threshold.of(run.trials()));
      }
    }
    double[] spreads =
        Threshold.spreads(runs.stream().map(thresholds::get).filter(Objects::nonNull).toList());
    Usl fit = Usl.fit(each(byNodes, run -> middle(run, thresholds.get(run), spreads)));
    RandomGenerator random = new SplittableRandom(SEED);
    List<Usl> draws = new ArrayList<>();
    for (int i = 0; i < DRAWS; i++) {
      int spread = Threshold.drawn(spreads, random);
      draws.add(
          Usl.fit(
              means(
                  byNodes,
                  same -> same.get(random.nextInt(same.size())),
                  run -> drawn(run, thresholds.get(run), spread, random))));
    }
    return new Scaling(byNodes, fit, draws, confidence);
  }

  /** Capacities by node count: means of all runs with that many nodes. */
  private static Map<Integer, Double> each(
      TreeMap<Integer, List<JudgedCase>> byNodes, ToDoubleFunction<JudgedCase> capacity) {
    Map<Integer, Double> capacities = new TreeMap<>();
    byNodes.forEach(
        (nodes, same) ->
            capacities.put(nodes, same.stream().mapToDouble(capacity).average().orElseThrow()));
    return capacities;
  }

  /** The same of as many runs, chosen anew: a bootstrap over runs. */
  private static Map<Integer, Double> means(
      TreeMap<Integer, List<JudgedCase>> byNodes,
      Function<List<JudgedCase>, JudgedCase> choice,
      ToDoubleFunction<JudgedCase> capacity) {
    TreeMap<Integer, List<JudgedCase>> chosen = new TreeMap<>();
    byNodes.forEach(
        (nodes, same) -> chosen.put(nodes, same.stream().map(run -> choice.apply(same)).toList()));
    return each(chosen, capacity);
  }

  /** Where nothing failed, what passed. */
  private static double middle(JudgedCase run, Threshold threshold, double[] spreads) {
    double target = threshold == null ? run.bracket().passed() : threshold.middle(spreads);
    return target * run.deliveriesPerPublish();
  }

  private static double drawn(
      JudgedCase run, Threshold threshold, int spread, RandomGenerator random) {
    double target = threshold == null ? run.bracket().passed() : threshold.drawn(spread, random);
    return target * run.deliveriesPerPublish();
  }

  /** The fit itself. */
  public Usl fit() {
    return fit;
  }

  /** What so many nodes carry, deliveries per second. */
  public Interval at(double nodes) {
    return interval(usl -> usl.at(nodes));
  }

  /** What one node carries, by the fit, deliveries per second. */
  public Interval lambda() {
    return interval(Usl::lambda);
  }

  /** Contention. */
  public Interval sigma() {
    return interval(Usl::sigma);
  }

  /** Crosstalk. */
  public Interval kappa() {
    return interval(Usl::kappa);
  }

  /**
   * What may be promised for so many nodes, deliveries per second: the lower end, and where that
   * count was measured no more than what passed there.
   */
  public double promised(int nodes) {
    double low = at(nodes).low();
    List<JudgedCase> same = byNodes.get(nodes);
    return same == null
        ? low
        : Math.min(low, same.stream().mapToDouble(JudgedCase::passed).max().orElseThrow());
  }

  /** Node counts that were measured, ascending. */
  public List<Integer> nodes() {
    return List.copyOf(byNodes.keySet());
  }

  /** The greatest load that passed by node count, deliveries per second. */
  public Map<Integer, Double> passed() {
    Map<Integer, Double> passed = new TreeMap<>();
    byNodes.forEach(
        (nodes, same) ->
            passed.put(nodes, same.stream().mapToDouble(JudgedCase::passed).max().orElseThrow()));
    return Collections.unmodifiableMap(passed);
  }

  /** Node counts where no level failed: their capacity is known from below only. */
  public List<Integer> unlimited() {
    return byNodes.entrySet().stream()
        .filter(e -> e.getValue().stream().allMatch(run -> run.bracket().failing() == null))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The cases that it was fitted to. */
  List<JudgedCase> cases() {
    return byNodes.values().stream().flatMap(List::stream).toList();
  }

  private Interval interval(ToDoubleFunction<Usl> of) {
    double[] drawn = draws.stream().mapToDouble(of).toArray();
    return Interval.of(of.applyAsDouble(fit), drawn, confidence);
  }
}
