package io.socketionats.load.run;

import io.socketionats.load.cluster.ClusterUnderLoad;
import io.socketionats.load.simulation.Traffic;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * A cluster and a workload to measure.
 *
 * @param id unique in the run
 * @param start starts the cluster; takes the folder for its logs
 */
public record CasePlan(String id, Traffic traffic, Function<Path, ClusterUnderLoad> start) {}
