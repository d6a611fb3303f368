package io.socketionats.load.run;

import io.socketionats.conformance.UsageException;
import io.socketionats.conformance.launch.fault.Faults;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.load.simulation.Injector;
import io.socketionats.load.target.LaunchedCluster;
import io.socketionats.load.target.Target;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What is broken in the middle of a level. */
public enum Fault {
  /** The first node is killed; its clients connect to the next one, all at once. */
  NODE_LOSS {
    @Override
    void strike(LaunchedCluster cluster, List<? extends Injector> injectors) {
      Node victim = cluster.nodes().get(0);
      cluster.kill(victim);
      injectors.forEach(injector -> injector.flee(0));
    }
  },
  /** The first NATS server ends in good order and comes back after a second. */
  NATS_RESTART {
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

  /** Seconds within which all must be well again: what is sent later must arrive. */
  public static final double HEAL_SECONDS = 10;

  abstract void strike(LaunchedCluster cluster, List<? extends Injector> injectors);

  /** Strikes a cluster that was launched breakable. */
  void strike(Target target, List<? extends Injector> injectors) {
    if (!(target instanceof LaunchedCluster cluster)) {
      throw new UsageException("only clusters that are launched here can be broken");
    }
    strike(cluster, injectors);
  }

  /** As it is called on the command line. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
