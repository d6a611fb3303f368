package io.socketionats.load.control;

import io.socketionats.load.result.Judgement;
import io.socketionats.load.result.Latency;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.LevelVerdict;
import io.socketionats.load.result.Offer;
import io.socketionats.load.result.Percentiles;
import io.socketionats.load.result.Phase;
import java.util.ArrayList;
import java.util.List;

/** A cluster that is simulated: it carries so much and no more. Time passes as levels are made. */
class SimulatedRig implements Rig {
  static final double ROOM_SIZE = 10;

  final List<Level> levels = new ArrayList<>();
  private final double capacity;
  private double seconds;

  SimulatedRig(double capacity) {
    this.capacity = capacity;
  }

  @Override
  public Level measure(Phase phase, double target, int repetition, double length) {
    seconds += length;
    Percentiles latency = new Percentiles(1, median(), 0, 0, 0, 0);
    Level level =
        level(phase, target, repetition, verdict(phase, target, repetition), length, latency);
    levels.add(level);
    return level;
  }

  /** To be overridden by clusters and generators with whims. */
  LevelVerdict verdict(Phase phase, double target, int repetition) {
    return target <= capacity ? LevelVerdict.PASS : LevelVerdict.FAIL;
  }

  /** Of latencies, microseconds. */
  long median() {
    return 250;
  }

  double clock() {
    return seconds;
  }

  List<Double> targets(Phase phase) {
    return levels.stream().filter(l -> l.phase() == phase).map(Level::target).distinct().toList();
  }

  private static Level level(
      Phase phase,
      double target,
      int repetition,
      LevelVerdict verdict,
      double length,
      Percentiles latency) {
    return new Level(
        phase + "-" + target + "-" + repetition,
        new Offer(phase, repetition, target, target, target * ROOM_SIZE, length),
        new Judgement(verdict, List.of()),
        null,
        new Latency(latency, null),
        null,
        null);
  }
}
