package io.socketionats.load.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.load.measure.Tally;
import java.nio.file.Path;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is broken on purpose makes the account of a level say what is wrong. */
class BrokenNodesIT {
  @TempDir Path folder;

  @Test
  void countsWhatIsLost() {
    Tally tally = under("every-third-frame-lost");
    // the mutant does not publish every third event: its half of the clients send, the other's miss
    assertThat(tally.wrong().lost()).isBetween(tally.published() / 4, tally.published() * 2);
    assertOnly(tally, counted -> counted.wrong().lost());
  }

  @Test
  void countsWhatIsDuplicated() {
    Tally tally = under("publisher-served-twice");
    assertThat(tally.wrong().duplicated()).isBetween(tally.published(), tally.published() * 4);
    assertOnly(tally, counted -> counted.wrong().duplicated());
  }

  @Test
  void countsWhatIsLeaked() {
    Tally tally = under("rooms-ignored-on-receive");
    assertThat(tally.wrong().leaked()).isGreaterThan(tally.published());
    assertOnly(tally, counted -> counted.wrong().leaked());
  }

  @Test
  void countsWhatIsReordered() {
    // one client on each node, so that neighbours are of one publisher
    Tally tally = under("neighbours-swapped", Traffic.rooms(2, 2, 128));
    assertOnly(tally, counted -> counted.wrong().reordered());
  }

  private Tally under(String mutant) {
    return under(mutant, Traffic.rooms(20, 5, 128));
  }

  private Tally under(String mutant, Traffic traffic) {
    try (LoadedCluster cluster =
            LoadedCluster.start(
                folder, one -> one.language().equals("javascript") ? broken(one, mutant) : one);
        LocalInjector clients = cluster.clients(traffic)) {
      return cluster.level(clients, 200, 1);
    }
  }

  private static Implementation broken(Implementation one, String mutant) {
    return one.with("MUTANT", mutant);
  }

  /** Nothing else is wrong than what the mutant breaks. */
  private static void assertOnly(Tally tally, ToLongFunction<Tally> broken) {
    assertThat(tally.wrong().total()).isEqualTo(broken.applyAsLong(tally)).isPositive();
  }
}
