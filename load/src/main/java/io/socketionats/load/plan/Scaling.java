package io.socketionats.load.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * How the capacity of a kind of cluster grows with its nodes: the fit and its uncertainty. The
 * uncertainty comes from drawing repetitions (and runs, where a case was measured more than once)
 * again, and from the gap between the greatest load that passed and the smallest that failed.
 */
public final class Scaling {
  private static final int DRAWS = 2000;

  /** Any number: the same measurements give the same plan. */
  private static final long SEED = 20_260_101;

  private final TreeMap<Integer, List<Run>> byNodes;
  private final Usl fit;
  private final List<Usl> draws;
  private final double confidence;

  private Scaling(
      TreeMap<Integer, List<Run>> byNodes, Usl fit, List<Usl> draws, double confidence) {
    this.byNodes = byNodes;
    this.fit = fit;
    this.draws = draws;
    this.confidence = confidence;
  }

  /**
   * @param runs of one kind of cluster and one workload, at least one
   * @param confidence of intervals, 0 to 1
   */
  static Scaling of(List<Run> runs, double confidence) {
    TreeMap<Integer, List<Run>> byNodes = new TreeMap<>();
    runs.forEach(run -> byNodes.computeIfAbsent(run.nodes(), n -> new ArrayList<>()).add(run));
    Map<Integer, Double> middles = new TreeMap<>();
    byNodes.forEach(
        (nodes, same) ->
            middles.put(
                nodes,
                same.stream()
                    .mapToDouble(run -> run.bracket().middle() * run.deliveriesPerPublish())
                    .average()
                    .orElseThrow()));
    RandomGenerator random = new SplittableRandom(SEED);
    List<Usl> draws = new ArrayList<>();
    for (int i = 0; i < DRAWS; i++) {
      draws.add(Usl.fit(drawn(byNodes, random)));
    }
    return new Scaling(byNodes, Usl.fit(middles), draws, confidence);
  }

  private static Map<Integer, Double> drawn(
      TreeMap<Integer, List<Run>> byNodes, RandomGenerator random) {
    Map<Integer, Double> capacities = new TreeMap<>();
    byNodes.forEach(
        (nodes, same) -> {
          double sum = 0;
          for (int i = 0; i < same.size(); i++) {
            sum += drawn(same.get(random.nextInt(same.size())), random);
          }
          capacities.put(nodes, sum / same.size());
        });
    return capacities;
  }

  private static double drawn(Run run, RandomGenerator random) {
    Optional<Bracket> bracket = Bracket.drawn(run.trials(), random);
    double lowest =
        run.trials().stream().mapToDouble(Trial::target).min().orElse(run.bracket().passed());
    double target = bracket.map(b -> b.within(random)).orElse(lowest);
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
    List<Run> same = byNodes.get(nodes);
    return same == null
        ? low
        : Math.min(low, same.stream().mapToDouble(Run::passed).max().orElseThrow());
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
            passed.put(nodes, same.stream().mapToDouble(Run::passed).max().orElseThrow()));
    return Collections.unmodifiableMap(passed);
  }

  /** Node counts where no level failed: their capacity is known from below only. */
  public List<Integer> unlimited() {
    return byNodes.entrySet().stream()
        .filter(e -> e.getValue().stream().allMatch(run -> run.bracket().failing() == null))
        .map(Map.Entry::getKey)
        .toList();
  }

  List<Run> runs() {
    return byNodes.values().stream().flatMap(List::stream).toList();
  }

  private Interval interval(ToDoubleFunction<Usl> of) {
    double[] drawn = draws.stream().mapToDouble(of).toArray();
    return Interval.of(of.applyAsDouble(fit), drawn, confidence);
  }
}
