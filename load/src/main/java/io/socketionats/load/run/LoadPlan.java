package io.socketionats.load.run;

import io.socketionats.load.control.Gates;
import io.socketionats.load.control.SearchPlan;
import io.socketionats.load.machine.Processors;
import io.socketionats.load.result.Slo;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a run measures, and how.
 *
 * @param label name and place of its results
 * @param cases what is measured, in the order of the run; the workload of each is that of one
 *     injector
 * @param terms how levels are made and judged
 * @param generation where the load comes from
 * @param seconds the most that the whole run may take; time that a case does not need is shared by
 *     the cases after it
 */
public record LoadPlan(
    Label label, List<CasePlan> cases, Terms terms, Generation generation, double seconds) {
  public LoadPlan {
    cases = List.copyOf(cases);
  }

  /**
   * Name and place of the results.
   *
   * @param name name of the run
   * @param command the command line that repeats it
   * @param git the commit that is measured; empty when it is not known
   * @param folder folder for the results
   */
  public record Label(String name, String command, String git, Path folder) {}

  /**
   * How levels are made and judged.
   *
   * @param slo the latency objective
   * @param gates when a level is void
   * @param search how the maximum of each case is searched for
   * @param fixedRate publishes per second of all injectors of this machine together; they are
   *     measured instead of a search
   * @param fault strikes in every level of a fixed rate
   */
  public record Terms(
      Slo slo, Gates gates, SearchPlan search, Optional<Double> fixedRate, Optional<Fault> fault) {}

  /**
   * Where the load comes from.
   *
   * @param team the injectors
   * @param processors processors of cluster and generator; empty when both use all of them
   * @param connectsPerSecond how many clients connect per second
   */
  public record Generation(Team team, Optional<Processors> processors, double connectsPerSecond) {}
}
