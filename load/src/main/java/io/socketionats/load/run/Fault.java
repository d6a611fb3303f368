package io.socketionats.load.run;

import io.socketionats.conformance.UsageException;
import io.socketionats.conformance.launch.fault.Faults;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.load.cluster.ClusterUnderLoad;
import io.socketionats.load.cluster.LaunchedCluster;
import io.socketionats.load.simulation.Injector;
import io.socketionats.load.simulation.Simulation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A fault in the middle of a level. */
public enum Fault {
  /** The first node is killed; its clients connect to the next one, all at once. */
  NODE_LOSS(Simulation.NODE_LOSS) {
    @Override
    void strike(LaunchedCluster cluster, List<? extends Injector> injectors) {
      Node victim = cluster.launched().get(0);
      cluster.kill(victim);
      injectors.forEach(injector -> injector.failOver(0));
    }
  },
  /** The first NATS server is stopped and started again after a second. */
  NATS_RESTART(Simulation.NATS_RESTART) {
    @Override
    void strike(LaunchedCluster cluster, List<? extends Injector> injectors) {
      Faults faults = cluster.faults().orElseThrow();
      faults.stopBroker();
      try {
        TimeUnit.SECONDS.sleep(1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      faults.startBroker();
    }
  };

  /** Seconds that a cluster may take to recover: events that are sent later must arrive. */
  public static final double HEAL_SECONDS = 10;

  private final Simulation simulation;

  Fault(Simulation simulation) {
    this.simulation = simulation;
  }

  abstract void strike(LaunchedCluster cluster, List<? extends Injector> injectors);

  /**
   * Causes the fault.
   *
   * @param cluster one that was launched breakable
   */
  void strike(ClusterUnderLoad cluster, List<? extends Injector> injectors) {
    if (!(cluster instanceof LaunchedCluster launched)) {
      throw new UsageException("only a cluster that is launched here can be given a fault");
    }
    strike(launched, injectors);
  }

  /** The fault of a simulation; empty for one without a fault. */
  public static Optional<Fault> of(Simulation simulation) {
    return Arrays.stream(values()).filter(one -> one.simulation == simulation).findFirst();
  }

  /** Its name on the command line and in results. */
  public String label() {
    return simulation.label();
  }
}
