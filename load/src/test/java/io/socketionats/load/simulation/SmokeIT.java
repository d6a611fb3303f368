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
    Tally tally = level(Traffic.rooms(60, 10, 128));
    assertThat(tally.deliveries().expected()).isEqualTo(tally.published() * 10);
    assertThat(tally.latencies().sameNode().getTotalCount()).isEqualTo(tally.published() * 5);
    assertThat(tally.latencies().crossNode().getTotalCount()).isEqualTo(tally.published() * 5);
  }

  @Test
  void deliversToTheNamespace() {
    Tally tally = level(Traffic.broadcast(60, 128));
    assertThat(tally.deliveries().expected()).isEqualTo(tally.published() * 60);
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
    try (LocalInjector clients = cluster.clients(Traffic.rooms(20, 10, 128))) {
      cluster
          .cluster()
          .launched()
          .get(0)
          .request(
              Json.object()
                  .put("op", "disconnect")
                  .put("namespace", "/load-0")
                  .put("socket", "load-0-4"));
      Tally tally = cluster.level(clients, 20, 0.5);
      assertThat(tally.wrong().disconnected()).isEqualTo(1);
      assertThat(tally.wrong().lost()).isPositive();
    }
  }

  private static Tally level(Traffic traffic) {
    try (LocalInjector clients = cluster.clients(traffic)) {
      Tally tally = cluster.level(clients, RATE, SECONDS);
      assertThat(tally.published()).isBetween((long) (RATE * SECONDS) - 8, (long) (RATE * SECONDS));
      assertThat(tally.deliveries().expected()).isPositive();
      assertThat(tally.deliveries().received())
          .isGreaterThanOrEqualTo(tally.deliveries().expected());
      assertThat(tally)
          .returns(0L, counted -> counted.wrong().lost())
          .returns(0L, counted -> counted.wrong().duplicated())
          .returns(0L, counted -> counted.wrong().leaked())
          .returns(0L, counted -> counted.wrong().reordered())
          .returns(0L, counted -> counted.wrong().disconnected());
      return tally;
    }
  }
}
