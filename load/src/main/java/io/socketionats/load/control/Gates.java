package io.socketionats.load.control;

import io.socketionats.load.result.Generator;
import io.socketionats.load.result.Others;
import io.socketionats.load.result.Slo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * When a level says something about the cluster, and when only about the generator or the machine.
 *
 * @param lagShare of the objective that the generator's lag (99th percentile) may take
 * @param generatorCores processors that all injectors may use together
 * @param otherCores processors that other programs may use
 * @param stealShare 0 to 1, what the hypervisor may give to others
 * @param offeredShare of the target that must have been published
 */
public record Gates(
    double lagShare,
    double generatorCores,
    double otherCores,
    double stealShare,
    double offeredShare) {
  private static final double SHARE_OF_GENERATOR = 0.7;
  private static final double SHARE_OF_OWN = 0.85;

  /**
   * The limits for a machine that runs generator and cluster: half of the processors are the
   * generator's, and it may use 70 % of those.
   *
   * @param processors of the machine
   */
  public static Gates forMachine(int processors) {
    return new Gates(0.5, SHARE_OF_GENERATOR * Math.max(1, processors / 2.0), 0.1, 0.02, 0.97);
  }

  /**
   * The same with another limit for other programs.
   *
   * @param cores processors
   */
  public Gates withOtherCores(double cores) {
    return new Gates(lagShare, generatorCores, cores, stealShare, offeredShare);
  }

  /**
   * The same for a generator with processors of its own: no other program of the run takes them
   * away, so it may use more of them.
   *
   * @param processors of the generator
   */
  public Gates withOwnProcessors(int processors) {
    return new Gates(lagShare, SHARE_OF_OWN * processors, otherCores, stealShare, offeredShare);
  }

  /**
   * What was observed of generator and machine; null where it is not known.
   *
   * @param offered publishes per second
   * @param rounding publishes per second by which a level of this length can miss its target, since
   *     each injector publishes a whole number of times
   */
  public record Observed(
      double target, double offered, double rounding, Generator generator, Others others) {}

  /** Why a level is void, in words; empty when it is not. */
  public List<String> violations(Observed seen, Slo slo) {
    List<String> reasons = new ArrayList<>();
    if (seen.offered() + seen.rounding() < offeredShare * seen.target()) {
      reasons.add(
          text(
              "published %.1f/s, less than %.0f %% of the target %.1f/s",
              seen.offered(), 100 * offeredShare, seen.target()));
    }
    if (seen.generator() != null) {
      generator(seen.generator(), slo, reasons);
    }
    if (seen.others() != null) {
      others(seen.others(), reasons);
    }
    return reasons;
  }

  private void generator(Generator generator, Slo slo, List<String> reasons) {
    if (generator.lagP99Micros() > lagShare * slo.micros()) {
      reasons.add(
          text(
              "the generator was %.1f ms late (p99), more than %.1f ms",
              generator.lagP99Micros() / 1000, lagShare * slo.millis()));
    }
    if (generator.cpuCores() > generatorCores) {
      reasons.add(
          text(
              "the generator used %.2f processors, more than %.2f",
              generator.cpuCores(), generatorCores));
    }
  }

  private void others(Others others, List<String> reasons) {
    if (others.cpuCores() > otherCores) {
      reasons.add(
          text(
              "other programs used %.2f processors, more than %.2f",
              others.cpuCores(), otherCores));
    }
    if (others.stealShare() > stealShare) {
      reasons.add(
          text(
              "the hypervisor took %.1f %% of the processors, more than %.1f %%",
              100 * others.stealShare(), 100 * stealShare));
    }
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
