package io.socketionats.load.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.socketionats.conformance.Json;
import io.socketionats.load.measure.Latencies;
import io.socketionats.load.measure.Tally;
import io.socketionats.load.result.Deliveries;
import io.socketionats.load.result.Wrong;
import java.util.List;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class TrafficTest {
  @Test
  void putsEveryClientInOneRoom() {
    Traffic rooms = Traffic.rooms(25, 10, 64);
    assertThat(rooms.rooms()).extracting(List::size).containsExactly(10, 10, 5);
    assertThat(rooms.rooms().stream().flatMap(List::stream)).hasSize(25).doesNotHaveDuplicates();
    assertThat(rooms.receiversPerPublish()).isCloseTo((20 * 10 + 5 * 5) / 25.0, within(1e-9));
  }

  @Test
  void sizesTheRoomsOfAChatByZipfsLaw() {
    Traffic chat = Traffic.chat(4000, 64);
    List<Integer> sizes = chat.rooms().stream().map(List::size).toList();
    assertThat(sizes.subList(0, 4)).containsExactly(1000, 500, 333, 250);
    assertThat(sizes).allMatch(size -> size >= 2);
    assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isBetween(8000, 9000);
    assertThat(Traffic.chat(60, 64).rooms()).anyMatch(room -> room.size() == 2);
    assertThat(chat.rooms()).allSatisfy(room -> assertThat(room).doesNotHaveDuplicates());
  }

  @Test
  void isLabelledWithTheSizeThatItsRoomsHave() {
    assertThat(Traffic.rooms(25, 10, 64).label()).isEqualTo("rooms-10");
    assertThat(Traffic.rooms(25, 10, 64).named(Simulation.NODE_LOSS).label())
        .isEqualTo("node-loss-10");
    assertThat(Traffic.churn(100, 50, 64).label()).isEqualTo("churn-50");
    assertThat(Traffic.chat(100, 64).label()).isEqualTo("chat");
    assertThat(Traffic.broadcast(100, 64).label()).isEqualTo("broadcast");
    assertThat(Traffic.connect(100).label()).isEqualTo("connect");
  }

  @Test
  void isTheSameEveryTime() {
    assertThat(Traffic.chat(200, 64)).isEqualTo(Traffic.chat(200, 64));
  }

  @Test
  void letsFivePercentOfAChatPoll() {
    Traffic chat = Traffic.chat(1000, 64);
    assertThat(IntStream.range(0, 1000).filter(chat::isPolling).count()).isEqualTo(50);
  }

  @Test
  void broadcastsToEverybody() {
    assertThat(Traffic.broadcast(40, 64).receiversPerPublish()).isEqualTo(40);
  }

  @Test
  void travelsToAnInjectorProcess() {
    Traffic chat = Traffic.chat(50, 64);
    assertThat(Json.MAPPER.convertValue(Json.parse(Json.text(Json.of(chat))), Traffic.class))
        .isEqualTo(chat);
  }

  @Test
  void bringsATallyBackUnchanged() {
    Histogram some = new Histogram(3_600_000_000L, 3);
    some.recordValueWithCount(1234, 7);
    some.recordValue(5_000_000);
    Tally tally =
        new Tally(
            1,
            4,
            new Deliveries(2, 3, 6, new Wrong(5, 7, 8, 9, 10)),
            new Latencies(some, new Histogram(3), some));
    Tally back = TallyLines.read(Json.parse(Json.text(TallyLines.write(tally))));
    assertThat(back).isEqualTo(tally);
  }
}
