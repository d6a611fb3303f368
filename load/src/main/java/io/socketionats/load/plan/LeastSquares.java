package io.socketionats.load.plan;

import java.util.Arrays;

/** Weighted linear least squares with coefficients that are not negative, for few unknowns. */
final class LeastSquares {
  private LeastSquares() {}

  /**
   * Minimises the sum of {@code weights[i] * (y[i] - x[i] . b)^2} over all {@code b >= 0}. Every
   * subset of unknowns is tried, so that the answer is exact: 2^unknowns small solutions.
   *
   * @param x rows by unknowns
   */
  static double[] nonNegative(double[][] x, double[] y, double[] weights) {
    int unknowns = x[0].length;
    double[] best = new double[unknowns];
    double least = squares(x, y, weights, best);
    for (int subset = 1; subset < 1 << unknowns; subset++) {
      double[] candidate = solve(x, y, weights, subset);
      if (candidate == null || Arrays.stream(candidate).anyMatch(b -> b < 0)) {
        continue;
      }
      double sum = squares(x, y, weights, candidate);
      if (sum < least) {
        least = sum;
        best = candidate;
      }
    }
    return best;
  }

  /**
   * The share of a column that the other columns do not explain, 0 to 1: 0 when it is a combination
   * of them.
   */
  static double independence(double[][] others, double[] column) {
    double[] weights = new double[column.length];
    Arrays.fill(weights, 1);
    double all = squares(others, column, weights, new double[others[0].length]);
    if (all == 0) {
      return 0;
    }
    double[] fit = solve(others, column, weights, (1 << others[0].length) - 1);
    return fit == null ? 0 : squares(others, column, weights, fit) / all;
  }

  private static double squares(double[][] x, double[] y, double[] weights, double[] b) {
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      double rest = y[i];
      for (int j = 0; j < b.length; j++) {
        rest -= x[i][j] * b[j];
      }
      sum += weights[i] * rest * rest;
    }
    return sum;
  }

  /** Normal equations of the unknowns in {@code subset}; null when they have no one solution. */
  private static double[] solve(double[][] x, double[] y, double[] weights, int subset) {
    int unknowns = x[0].length;
    int[] chosen =
        java.util.stream.IntStream.range(0, unknowns).filter(j -> (subset >> j & 1) == 1).toArray();
    int n = chosen.length;
    double[] scale = new double[n];
    for (int a = 0; a < n; a++) {
      for (int i = 0; i < y.length; i++) {
        scale[a] += weights[i] * x[i][chosen[a]] * x[i][chosen[a]];
      }
      scale[a] = Math.sqrt(scale[a]);
      if (scale[a] == 0) {
        return null;
      }
    }
    double[][] m = new double[n][n + 1];
    for (int i = 0; i < y.length; i++) {
      for (int a = 0; a < n; a++) {
        double left = weights[i] * x[i][chosen[a]] / scale[a];
        for (int b = 0; b < n; b++) {
          m[a][b] += left * x[i][chosen[b]] / scale[b];
        }
        m[a][n] += left * y[i];
      }
    }
    double[] solved = gauss(m);
    if (solved == null) {
      return null;
    }
    double[] all = new double[unknowns];
    for (int a = 0; a < n; a++) {
      all[chosen[a]] = solved[a] / scale[a];
    }
    return all;
  }

  private static double[] gauss(double[][] m) {
    int n = m.length;
    for (int column = 0; column < n; column++) {
      int pivot = column;
      for (int row = column + 1; row < n; row++) {
        if (Math.abs(m[row][column]) > Math.abs(m[pivot][column])) {
          pivot = row;
        }
      }
      double[] swap = m[pivot];
      m[pivot] = m[column];
      m[column] = swap;
      if (Math.abs(m[column][column]) < 1e-12) { // columns are scaled to length 1
        return null;
      }
      for (int row = column + 1; row < n; row++) {
        double factor = m[row][column] / m[column][column];
        for (int k = column; k <= n; k++) {
          m[row][k] -= factor * m[column][k];
        }
      }
    }
    double[] b = new double[n];
    for (int row = n - 1; row >= 0; row--) {
      double sum = m[row][n];
      for (int k = row + 1; k < n; k++) {
        sum -= m[row][k] * b[k];
      }
      b[row] = sum / m[row][row];
    }
    return b;
  }
}
