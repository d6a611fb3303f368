package io.socketionats.load.plan;

import java.util.Map;

/**
 * The Universal Scalability Law (Gunther): what {@code n} nodes carry is {@code lambda n / (1 +
 * sigma (n - 1) + kappa n (n - 1))}.
 *
 * @param lambda what one node carries, deliveries per second
 * @param sigma contention, 0 or more
 * @param kappa crosstalk, 0 or more
 */
public record Usl(double lambda, double sigma, double kappa) {
  /** Parameters of the law; each takes one more node count to tell. */
  private static final int PARAMETERS = 3;

  /**
   * Fits what was measured, by relative error. Three node counts tell all three parameters; with
   * two {@code kappa} is 0, with one {@code sigma} is 0 as well.
   *
   * @param capacities by node count, more than 0
   */
  static Usl fit(Map<Integer, Double> capacities) {
    int unknowns = Math.min(PARAMETERS, capacities.size());
    double[][] x = new double[capacities.size()][unknowns];
    double[] y = new double[capacities.size()];
    double[] weights = new double[capacities.size()];
    int row = 0;
    for (Map.Entry<Integer, Double> point : capacities.entrySet()) {
      double n = point.getKey();
      double[] terms = {1, n - 1, n * (n - 1)};
      System.arraycopy(terms, 0, x[row], 0, unknowns);
      y[row] = n / point.getValue();
      weights[row] = 1 / (y[row] * y[row]);
      row++;
    }
    double[] b = LeastSquares.nonNegative(x, y, weights);
    if (b[0] <= 0) { // better with every node that is added: the law cannot say that
      x =
          java.util.stream.IntStream.range(0, y.length)
              .mapToObj(i -> new double[] {1})
              .toArray(double[][]::new);
      b = LeastSquares.nonNegative(x, y, weights);
    }
    return new Usl(1 / b[0], b.length > 1 ? b[1] / b[0] : 0, b.length > 2 ? b[2] / b[0] : 0);
  }

  /** What so many nodes carry, deliveries per second. */
  public double at(double nodes) {
    return lambda * nodes / (1 + sigma * (nodes - 1) + kappa * nodes * (nodes - 1));
  }

  /** The node count past which more nodes carry less; infinite without crosstalk. */
  public double peak() {
    if (kappa == 0) {
      return Double.POSITIVE_INFINITY;
    }
    return sigma >= 1 ? 1 : Math.sqrt((1 - sigma) / kappa);
  }
}
