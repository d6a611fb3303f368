package io.socketionats.load.run;

import io.socketionats.load.cluster.ClusterUnderLoad;
import io.socketionats.load.simulation.Traffic;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * A cluster and a workload that are to be measured.
 *
 * @param id unique in the run
 * @param start starts the cluster; is given a folder for logs
 */
public record CasePlan(String id, Traffic traffic, Function<Path, ClusterUnderLoad> start) {}
