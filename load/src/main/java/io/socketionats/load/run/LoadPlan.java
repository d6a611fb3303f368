package io.socketionats.load.run;

import io.socketionats.load.control.Gates;
import io.socketionats.load.control.SearchPlan;
import io.socketionats.load.machine.Processors;
import io.socketionats.load.result.Slo;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a run is to measure, and how.
 *
 * @param name of the run
 * @param command that makes it again
 * @param git the commit that is measured; empty when it is not known
 * @param cases in the order of the run; their traffic is that of one injector
 * @param search how maxima are searched for, in each case
 * @param fixedRate publishes per second, of all injectors of this machine, to measure instead of a
 *     search
 * @param fault that strikes in every level of a fixed rate
 * @param team the injectors
 * @param processors of cluster and generator; empty = all of both
 * @param connectsPerSecond how fast clients are connected
 * @param seconds that all of it may take; what a case leaves is shared by those after it
 * @param folder for results
 */
public record LoadPlan(
    String name,
    String command,
    String git,
    List<CasePlan> cases,
    Slo slo,
    Gates gates,
    SearchPlan search,
    Optional<Double> fixedRate,
    Optional<Fault> fault,
    Team team,
    Optional<Processors> processors,
    double connectsPerSecond,
    double seconds,
    Path folder) {
  public LoadPlan {
    cases = List.copyOf(cases);
  }
}
