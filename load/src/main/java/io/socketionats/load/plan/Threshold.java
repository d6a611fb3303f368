package io.socketionats.load.plan;

import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Where the capacity of a case is likely to lie, by all of its repetitions: one passes with a
 * probability that falls from 1 to 0 as the target passes the capacity, the more gradually the more
 * repetitions differ. The rule of a search, the greatest target that passed below every one that
 * failed, is no estimate: each further look at a noisy system can only lower it.
 */
final class Threshold {
  /** How much repetitions may differ, relative standard deviations that are considered. */
  static final double[] SPREADS = {
    0.003, 0.005, 0.008, 0.012, 0.018, 0.027, 0.04, 0.06, 0.09, 0.13, 0.2, 0.3
  };

  /** Of logarithms. */
  private static final double STEP = 0.005;

  private static final double MARGIN = 0.7;

  /** A logistic distribution with this scale has the standard deviation 1. */
  private static final double LOGISTIC = Math.sqrt(3) / Math.PI;

  private final double from;
  private final double[][] likelihoods;
  private final double[] evidence;

  private Threshold(double from, double[][] likelihoods, double[] evidence) {
    this.from = from;
    this.likelihoods = likelihoods;
    this.evidence = evidence;
  }

  /**
   * @param trials of one case; some passed, some failed
   */
  static Threshold of(List<Trial> trials) {
    TreeMap<Double, int[]> byTarget = new TreeMap<>();
    for (Trial trial : trials) {
      byTarget.computeIfAbsent(trial.target(), t -> new int[2])[trial.passed() ? 0 : 1]++;
    }
    double from = Math.log(byTarget.firstKey()) - MARGIN;
    int points = (int) Math.ceil((Math.log(byTarget.lastKey()) + MARGIN - from) / STEP) + 1;
    double[][] likelihoods = new double[SPREADS.length][points];
    double[] evidence = new double[SPREADS.length];
    for (int spread = 0; spread < SPREADS.length; spread++) {
      for (int point = 0; point < points; point++) {
        double log = 0;
        for (var level : byTarget.entrySet()) {
          double z =
              (from + point * STEP - Math.log(level.getKey())) / (SPREADS[spread] * LOGISTIC);
          log -= level.getValue()[0] * softplus(-z) + level.getValue()[1] * softplus(z);
        }
        likelihoods[spread][point] = Math.exp(log);
        evidence[spread] += likelihoods[spread][point];
      }
    }
    return new Threshold(from, likelihoods, evidence);
  }

  /**
   * How likely each of {@link #SPREADS} is, by all cases together: they ran on the same machine.
   */
  static double[] spreads(List<Threshold> cases) {
    double[] logs = new double[SPREADS.length];
    double most = Double.NEGATIVE_INFINITY;
    for (int spread = 0; spread < logs.length; spread++) {
      for (Threshold each : cases) {
        logs[spread] += Math.log(Math.max(each.evidence[spread], Double.MIN_NORMAL));
      }
      most = Math.max(most, logs[spread]);
    }
    for (int spread = 0; spread < logs.length; spread++) {
      logs[spread] = Math.exp(logs[spread] - most);
    }
    return logs;
  }

  /** The capacity in the middle of what is likely, by ratio, publishes per second. */
  double middle(double[] spreads) {
    double sum = 0;
    double weights = 0;
    for (int spread = 0; spread < SPREADS.length; spread++) {
      if (evidence[spread] == 0) {
        continue;
      }
      double mean = 0;
      for (int point = 0; point < likelihoods[spread].length; point++) {
        mean += likelihoods[spread][point] * (from + point * STEP);
      }
      sum += spreads[spread] * mean / evidence[spread];
      weights += spreads[spread];
    }
    return Math.exp(sum / weights);
  }

  /** Draws a capacity from its likelihood at one spread, publishes per second. */
  double drawn(int spread, RandomGenerator random) {
    double at = random.nextDouble() * evidence[spread];
    int point = 0;
    while (point < likelihoods[spread].length - 1 && at > likelihoods[spread][point]) {
      at -= likelihoods[spread][point++];
    }
    return Math.exp(from + (point + random.nextDouble() - 0.5) * STEP);
  }

  /** An index drawn by weights. */
  static int drawn(double[] weights, RandomGenerator random) {
    double all = 0;
    for (double weight : weights) {
      all += weight;
    }
    double at = random.nextDouble() * all;
    int index = 0;
    while (index < weights.length - 1 && at > weights[index]) {
      at -= weights[index++];
    }
    return index;
  }

  private static double softplus(double z) {
    return z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z));
  }
}
