package io.socketionats.load.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.socketionats.conformance.Json;
import io.socketionats.load.measure.Tally;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The smoke: a mixed cluster of one Node and one Java node under a little load delivers every event
 * once, to members only.
 */
class SmokeIT {
  private static final double RATE = 40;
  private static final double SECONDS = 2;

  @TempDir static Path folder;

  private static LoadedCluster cluster;

  @BeforeAll
  static void launch() {
    cluster = LoadedCluster.start(folder, UnaryOperator.identity());
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  @Test
  void deliversToRoomsOnBothNodes() {
    Tally tally = level(Traffic.fanOut(60, 10, 128));
    assertThat(tally.expected()).isEqualTo(tally.published() * 10);
    assertThat(tally.sameNode().getTotalCount()).isEqualTo(tally.published() * 5);
    assertThat(tally.crossNode().getTotalCount()).isEqualTo(tally.published() * 5);
  }

  @Test
  void deliversToTheNamespace() {
    Tally tally = level(Traffic.broadcast(60, 128));
    assertThat(tally.expected()).isEqualTo(tally.published() * 60);
  }

  @Test
  void deliversToRoomsOfAllSizesAndToClientsThatPoll() {
    Traffic chat = Traffic.chat(60, 128);
    assertThat(chat.rooms()).anyMatch(room -> room.size() == 2);
    assertThat(chat.pollingShare()).isEqualTo(0.05);
    level(chat);
  }

  @Test
  void deliversWhileClientsComeAndGo() {
    level(Traffic.churn(60, 10, 128));
  }

  @Test
  void countsAConnectionThatTheServerCloses() {
    try (LocalInjector clients = cluster.clients(Traffic.fanOut(20, 10, 128))) {
      cluster
          .cluster()
          .nodes()
          .get(0)
          .request(
              Json.object()
                  .put("op", "disconnect")
                  .put("namespace", "/load-0")
                  .put("socket", "load-0-4"));
      Tally tally = cluster.level(clients, 20, 0.5);
      assertThat(tally.disconnected()).isEqualTo(1);
      assertThat(tally.lost()).isPositive();
    }
  }

  private static Tally level(Traffic traffic) {
    try (LocalInjector clients = cluster.clients(traffic)) {
      Tally tally = cluster.level(clients, RATE, SECONDS);
      assertThat(tally.published()).isBetween((long) (RATE * SECONDS) - 8, (long) (RATE * SECONDS));
      assertThat(tally.expected()).isPositive();
      assertThat(tally.received()).isGreaterThanOrEqualTo(tally.expected());
      assertThat(tally)
          .returns(0L, Tally::lost)
          .returns(0L, Tally::duplicated)
          .returns(0L, Tally::leaked)
          .returns(0L, Tally::reordered)
          .returns(0L, Tally::disconnected);
      return tally;
    }
  }
}
