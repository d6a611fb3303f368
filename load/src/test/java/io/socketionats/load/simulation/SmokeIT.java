package io.socketionats.load.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.node.Implementation;
import io.socketionats.conformance.node.Implementations;
import io.socketionats.conformance.node.Runtime;
import io.socketionats.conformance.wire.WireDialect;
import io.socketionats.load.measure.Tally;
import io.socketionats.load.target.Launch;
import io.socketionats.load.target.LaunchedCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The smoke: a mixed cluster under a little load delivers every event once, to members only. */
class SmokeIT {
  @TempDir Path folder;

  @Test
  void delivers() {
    List<Implementation> all =
        Implementations.in(Checkout.root().resolve("conformance/implementations"));
    Launch launch = new Launch(Launch.Kind.MIXED, 2, WireDialect.SOCKET_IO_NATS, 1);
    List<Implementation> two = launch.implementations(all);
    try (Runtime runtime = LaunchedCluster.runtime("processes", two, folder, System.err::println);
        LaunchedCluster cluster =
            LaunchedCluster.start(runtime, launch, two, 1, false, folder.resolve("logs"));
        LocalInjector injector =
            LocalInjector.start(
                Traffic.fanOut(60, 10, 128),
                new LocalInjector.Place(0, cluster.urls(), LaunchedCluster.namespace(0), 100),
                folder)) {
      assertThat(injector.awaitReady(Duration.ofSeconds(20))).isZero();
      for (int i = 1; i <= 2; i++) {
        Tally tally = injector.level(new LevelOrder(i, 50, 1, 3, System.currentTimeMillis() + 100));
        System.err.println(tally);
      }
    }
  }
}
