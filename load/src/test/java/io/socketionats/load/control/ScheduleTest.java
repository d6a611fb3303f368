package io.socketionats.load.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Publishers together make the rate that is asked for, whatever the cluster does. */
class ScheduleTest {
  private static final long START = 1_000_000;

  private static List<Long> times(int publishers, double rate, double seconds, int burst) {
    List<Long> all = new ArrayList<>();
    long end = START + Math.round(seconds * 1e6);
    for (int i = 0; i < publishers; i++) {
      Schedule schedule = Schedule.of(START, end, i, publishers, rate, burst);
      for (long n = 0; schedule.at(n) < Long.MAX_VALUE; n++) {
        all.add(schedule.at(n));
      }
    }
    return all.stream().sorted().toList();
  }

  @Test
  void spreadsTheRateEvenly() {
    List<Long> times = times(7, 70, 10, 1);
    assertThat(times).hasSize(700);
    for (int i = 1; i < times.size(); i++) {
      assertThat(times.get(i) - times.get(i - 1)).isBetween(14_284L, 14_287L);
    }
  }

  @Test
  void keepsTheRateWithMorePublishersThanEvents() {
    assertThat(times(1000, 50, 4, 1)).hasSize(200);
  }

  @Test
  void keepsTheRateInBursts() {
    assertThat(times(20, 100, 20, 4)).hasSizeBetween(1950, 2000); // the last bursts are cut short
  }

  @Test
  void sendsABurstInShortOrder() {
    Schedule schedule = Schedule.of(0, Long.MAX_VALUE, 0, 10, 4, 4);
    assertThat(List.of(schedule.at(0), schedule.at(1), schedule.at(3), schedule.at(4)))
        .containsExactly(0L, 150_000L, 450_000L, 10_000_000L);
  }

  @Test
  void staysWithinTheLevel() {
    assertThat(times(9, 33, 3, 4)).allMatch(time -> time >= START && time < START + 3_000_000);
  }
}
