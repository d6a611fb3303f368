package io.socketionats.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.socketionats.load.cluster.ClusterUnderLoad;
import io.socketionats.load.cluster.NodeUnderLoad;
import io.socketionats.load.control.Gates;
import io.socketionats.load.measure.Latencies;
import io.socketionats.load.measure.Tally;
import io.socketionats.load.result.Deliveries;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.MeasurementFolder;
import io.socketionats.load.result.Phase;
import io.socketionats.load.result.Slo;
import io.socketionats.load.result.TestedCluster;
import io.socketionats.load.result.Wrong;
import io.socketionats.load.simulation.Injector;
import io.socketionats.load.simulation.LevelOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseRunTest {
  private static final int INJECTORS = 8;

  @TempDir Path folder;

  /**
   * Orders were given in the common pool, which has one thread less than the machine has
   * processors: the injectors beyond that number began when others had ended. The tests run with a
   * common pool of two threads.
   */
  @Test
  void startsTheLevelOfEveryInjectorAtOnce() {
    CyclicBarrier allHaveStarted = new CyclicBarrier(INJECTORS);
    List<Injector> injectors =
        IntStream.range(0, INJECTORS)
            .mapToObj(i -> (Injector) new WaitingInjector(allHaveStarted))
            .toList();
    CaseRun run =
        new CaseRun(
            "case",
            new NoNodes(),
            injectors,
            new CaseRun.Terms(
                Slo.parse("p99=100ms"),
                new Gates(1, 99, 99, 1, 0),
                0,
                Optional.empty(),
                Optional.empty()),
            new MeasurementFolder(folder));

    Level level = run.measure(Phase.SEARCH, 100, 1, 0.01);

    assertThat(level.deliveries().received()).isEqualTo(INJECTORS);
  }

  /** Ends its level when all others have begun theirs. */
  private record WaitingInjector(CyclicBarrier allHaveStarted) implements Injector {
    @Override
    public Tally level(LevelOrder order) {
      try {
        allHaveStarted.await(10, TimeUnit.SECONDS);
      } catch (Exception e) {
        throw new IllegalStateException("not all injectors began their level", e);
      }
      Histogram none = new Histogram(3);
      return new Tally(
          1, 1, new Deliveries(1, 1, 0, Wrong.NOTHING), new Latencies(none, none, none));
    }

    @Override
    public int awaitReady(Duration limit) {
      return 0;
    }

    @Override
    public void faulty(boolean now) {
      // it has no clients
    }

    @Override
    public void failOver(int node) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long lastLost() {
      return 0;
    }

    @Override
    public long pid() {
      return 0;
    }

    @Override
    public void close() {
      // nothing is open
    }
  }

  private record NoNodes() implements ClusterUnderLoad {
    @Override
    public TestedCluster description() {
      return new TestedCluster("none", List.of(), 1, 0, "", "");
    }

    @Override
    public List<NodeUnderLoad> nodes() {
      return List.of();
    }

    @Override
    public List<Long> natsPids() {
      return List.of();
    }

    @Override
    public long natsBytes() {
      return 0;
    }

    @Override
    public String natsVersion() {
      return "";
    }

    @Override
    public String namespace(int injector) {
      return "/";
    }

    @Override
    public void requireAlive() {
      // it always is
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}
