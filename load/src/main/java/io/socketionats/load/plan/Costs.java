package io.socketionats.load.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * What things cost a node of one implementation in processor time: a regression over the levels
 * that passed. A thing that varied only together with others has no cost of its own here; it is
 * inside theirs, and {@link #inseparable} names it.
 */
public final class Costs {
  /** What costs processor time, in the order in which the regression takes them up. */
  public enum Item {
    /** one event to one client, processor seconds */
    DELIVERY(Work::deliveries),
    /** a node that does nothing, processors */
    IDLE(work -> 1),
    /** one frame from another node, processor seconds */
    FRAME(Work::frames),
    /** one publish of a client, processor seconds */
    PUBLISH(Work::publishes),
    /** one open connection, processors */
    CONNECTION(Work::connections);

    private final ToDoubleFunction<Work> amount;

    Item(ToDoubleFunction<Work> amount) {
      this.amount = amount;
    }
  }

  private static final int DRAWS = 500;
  private static final int LEAST_LEVELS = 8;
  private static final long SEED = 20_260_102;

  /** Processor use is measured with an error in proportion to it, but not better than this. */
  private static final double LEAST_CORES = 0.02;

  /** A column that the others explain but for this share has no cost of its own. */
  private static final double INDEPENDENT = 0.01;

  private final Map<Item, Interval> intervals;
  private final int levels;

  private Costs(Map<Item, Interval> intervals, int levels) {
    this.intervals = intervals;
    this.levels = levels;
  }

  /**
   * @param works of one implementation, at least one
   */
  static Costs of(List<Work> works, double confidence) {
    List<Item> items = separable(works);
    double[] estimate = fit(works, items);
    double[][] drawn = new double[items.size()][DRAWS];
    SplittableRandom random = new SplittableRandom(SEED);
    for (int draw = 0; draw < DRAWS; draw++) {
      List<Work> again = new ArrayList<>();
      for (int i = 0; i < works.size(); i++) {
        again.add(works.get(random.nextInt(works.size())));
      }
      double[] fit = fit(again, items);
      for (int item = 0; item < fit.length; item++) {
        drawn[item][draw] = fit[item];
      }
    }
    Map<Item, Interval> intervals = new EnumMap<>(Item.class);
    for (int item = 0; item < estimate.length; item++) {
      intervals.put(items.get(item), Interval.of(estimate[item], drawn[item], confidence));
    }
    return new Costs(intervals, works.size());
  }

  private static List<Item> separable(List<Work> works) {
    List<Item> taken = new ArrayList<>(List.of(Item.DELIVERY));
    for (Item item : Item.values()) {
      if (item != Item.DELIVERY
          && works.size() > taken.size() + 1
          && LeastSquares.independence(columns(works, taken), column(works, item)) > INDEPENDENT) {
        taken.add(item);
      }
    }
    return taken;
  }

  private static double[] fit(List<Work> works, List<Item> items) {
    double[] cores = works.stream().mapToDouble(Work::cores).toArray();
    double[] weights =
        Arrays.stream(cores)
            .map(used -> Math.max(used, LEAST_CORES))
            .map(u -> 1 / (u * u))
            .toArray();
    return LeastSquares.nonNegative(columns(works, items), cores, weights);
  }

  private static double[][] columns(List<Work> works, List<Item> items) {
    return works.stream()
        .map(work -> items.stream().mapToDouble(item -> item.amount.applyAsDouble(work)).toArray())
        .toArray(double[][]::new);
  }

  private static double[] column(List<Work> works, Item item) {
    return works.stream().mapToDouble(item.amount).toArray();
  }

  /** By item; items that could not be told apart are absent. */
  public Map<Item, Interval> intervals() {
    return Collections.unmodifiableMap(intervals);
  }

  /** Items whose cost is inside that of others. */
  public List<Item> inseparable() {
    return Arrays.stream(Item.values()).filter(item -> !intervals.containsKey(item)).toList();
  }

  /**
   * Whether there are too few levels to say how sure the costs are: then intervals mean nothing.
   */
  public boolean unsure() {
    return levels < LEAST_LEVELS;
  }

  /** How many node levels it is from. */
  public int levels() {
    return levels;
  }

  /** The best estimate; 0 for an item that could not be told apart. */
  double estimate(Item item) {
    return intervals.containsKey(item) ? intervals.get(item).estimate() : 0;
  }
}
