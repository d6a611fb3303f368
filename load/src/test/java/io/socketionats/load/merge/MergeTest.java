package io.socketionats.load.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.socketionats.load.Synthetic;
import io.socketionats.load.cli.Load;
import io.socketionats.load.result.Case;
import io.socketionats.load.result.Deliveries;
import io.socketionats.load.result.Generator;
import io.socketionats.load.result.InjectorIdentity;
import io.socketionats.load.result.Judgement;
import io.socketionats.load.result.LatencyLog;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.LevelVerdict;
import io.socketionats.load.result.Measurement;
import io.socketionats.load.result.MeasurementFolder;
import io.socketionats.load.result.NodeUse;
import io.socketionats.load.result.Offer;
import io.socketionats.load.result.Others;
import io.socketionats.load.result.Phase;
import io.socketionats.load.result.RunOrigin;
import io.socketionats.load.result.TestedCluster;
import io.socketionats.load.result.Use;
import io.socketionats.load.result.Workload;
import io.socketionats.load.result.Wrong;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeTest {
  private static final long FAST = 2000;
  private static final long SLOW = 90_000;

  @TempDir private Path path;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void addsCountersAndLatencies() {
    part("a", injector(0, "one", "one"), level("L1", LevelVerdict.PASS, 900, FAST));
    part("b", injector(1, "two", "two"), level("L1", LevelVerdict.PASS, 100, 3000));
    assertThat(merge("b", "a")).isZero();
    Measurement merged = new MeasurementFolder(path.resolve("out")).read();
    assertThat(merged.injectors()).extracting(InjectorIdentity::index).containsExactly(0, 1);
    assertThat(merged.cases().get(0).workload().connections()).isEqualTo(200);
    assertThat(merged.cases().get(0).workload().rooms()).isEqualTo(10);
    Level level = merged.cases().get(0).levels().get(0);
    assertThat(level.verdict()).isEqualTo(LevelVerdict.PASS);
    assertThat(level.target()).isEqualTo(20);
    assertThat(level.deliveries().expected()).isEqualTo(1000);
    assertThat(level.deliveries().received()).isEqualTo(998);
    assertThat(level.deliveries().late()).isEqualTo(2);
    assertThat(level.use().generator()).isEqualTo(new Generator(500, 0.5));
    assertThat(level.use().nodes()).as("both saw the same node").hasSize(1);
    assertThat(level.latency().crossNode().count()).isEqualTo(1000);
    assertThat(level.latency().crossNode().p50()).isEqualTo(FAST);
    assertThat(level.latency().crossNode().p99()).isBetween(2990L, 3010L);
    assertThat(new MeasurementFolder(path.resolve("out")).histograms(level))
        .containsOnlyKeys(LatencyLog.CROSS_NODE);
    assertThat(merged.cases().get(0).maximum().target()).isEqualTo(20);
  }

  @Test
  void leavesOutLatenciesOfTwoClocks() {
    part("a", injector(0, "one", "one"), level("L1", LevelVerdict.PASS, 900, FAST));
    part("b", injector(1, "two", "two", "one"), level("L1", LevelVerdict.PASS, 100, SLOW));
    assertThat(merge("a", "b")).isZero();
    Level level = onlyLevel();
    assertThat(level.deliveries().expected()).as("counters add").isEqualTo(1000);
    assertThat(level.latency().crossNode().count()).as("latencies do not").isEqualTo(900);
    assertThat(level.latency().crossNode().max()).isLessThan(SLOW);
  }

  @Test
  void isInvalidWhenNobodyKnowsLatencies() {
    part("a", injector(0, "one", "two"), level("L1", LevelVerdict.PASS, 900, FAST));
    assertThat(merge("a")).isEqualTo(2);
    part("b", injector(1, "two", "one"), level("L1", LevelVerdict.PASS, 900, FAST));
    assertThat(merge("a", "b")).isZero();
    assertThat(onlyLevel().verdict()).isEqualTo(LevelVerdict.INVALID);
    assertThat(onlyLevel().judgement().reasons())
        .contains("no injector took latencies on one clock");
  }

  @Test
  void failsTogetherWhenAllLatenciesAreTooSlow() {
    part("a", injector(0, "one", "one"), level("L1", LevelVerdict.PASS, 900, FAST));
    part("b", injector(1, "one", "one"), level("L1", LevelVerdict.PASS, 100, SLOW));
    assertThat(merge("a", "b")).isZero();
    assertThat(onlyLevel().verdict()).isEqualTo(LevelVerdict.FAIL);
    assertThat(onlyLevel().judgement().reasons().get(0))
        .startsWith("all injectors together: p99 of 9");
  }

  @Test
  void isInvalidWhenOnePartIsInvalidOrMissing() {
    part(
        "a",
        injector(0, "one", "one"),
        level("L1", LevelVerdict.PASS, 10, FAST),
        level("L2", LevelVerdict.PASS, 10, FAST));
    part("b", injector(1, "one", "one"), level("L1", LevelVerdict.INVALID, 10, FAST));
    assertThat(merge("a", "b")).isZero();
    List<Level> levels = new MeasurementFolder(path.resolve("out")).read().cases().get(0).levels();
    assertThat(levels).extracting(Level::verdict).containsOnly(LevelVerdict.INVALID);
    assertThat(levels.get(1).judgement().reasons()).containsExactly("injector 1 has no such level");
  }

  @Test
  void refusesPartsThatDoNotBelongTogether() {
    part("a", injector(0, "one", "one"), level("L1", LevelVerdict.PASS, 10, FAST));
    part("twice", injector(0, "one", "one"), level("L1", LevelVerdict.PASS, 10, FAST));
    assertThat(merge("a")).isEqualTo(2);
    assertThat(err.toString()).contains("injector 1 of 2 is missing");
    assertThat(merge("a", "twice")).isEqualTo(2);
    assertThat(err.toString()).contains("injector 0 is there twice");
    part(
        "alone",
        new InjectorIdentity(1, 3, "one", List.of("one")),
        level("L1", LevelVerdict.PASS, 1, FAST));
    assertThat(merge("a", "alone")).isEqualTo(2);
    assertThat(err.toString()).contains("is of a run with 2 injectors");
    assertThat(path.resolve("out")).doesNotExist();
  }

  @Test
  void overwritesNoMeasurement() {
    part("a", injector(0, "one", "one"), level("L1", LevelVerdict.PASS, 10, FAST));
    part("b", injector(1, "one", "one"), level("L1", LevelVerdict.PASS, 10, FAST));
    assertThat(merge("a", "b")).isZero();
    assertThat(merge("a", "b")).isEqualTo(2);
    assertThat(err.toString()).contains("holds a measurement already");
  }

  private Level onlyLevel() {
    return new MeasurementFolder(path.resolve("out")).read().cases().get(0).levels().get(0);
  }

  private int merge(String... names) {
    List<String> arguments = new ArrayList<>(List.of("merge", "--out", path.resolve("out") + ""));
    for (String name : names) {
      arguments.add(path.resolve(name).toString());
    }
    return Load.execute(
        arguments.toArray(String[]::new), new PrintWriter(out, true), new PrintWriter(err, true));
  }

  private static InjectorIdentity injector(int index, String clock, String... senders) {
    return new InjectorIdentity(index, 2, clock, List.of(senders));
  }

  /** A level whose latencies are all the same. */
  private record Sample(String id, LevelVerdict verdict, int count, long micros) {}

  private static Sample level(String id, LevelVerdict verdict, int count, long micros) {
    return new Sample(id, verdict, count, micros);
  }

  private void part(String name, InjectorIdentity injector, Sample... samples) {
    MeasurementFolder folder = new MeasurementFolder(path.resolve(name));
    List<Level> levels = new ArrayList<>();
    for (Sample sample : samples) {
      Histogram histogram = LatencyLog.empty();
      histogram.recordValueWithCount(sample.micros(), sample.count());
      String file =
          folder.writeHistograms("case", sample.id(), Map.of(LatencyLog.CROSS_NODE, histogram));
      levels.add(
          new Level(
              sample.id(),
              new Offer(Phase.SEARCH, 1, 10, 10, sample.count() / 10.0, 10),
              new Judgement(sample.verdict(), List.of()),
              new Deliveries(sample.count(), sample.count() - 1, 1, Wrong.NOTHING),
              null,
              new Use(
                  new Generator(500, 0.25),
                  new Others(0.01, 0),
                  List.of(new NodeUse("java-1", "java", 0.5, 1000)),
                  List.of()),
              file));
    }
    Measurement like = new Synthetic(1, 0, null).measurement();
    folder.write(
        new Measurement(
            1,
            new RunOrigin("parts", like.origin().started(), "run " + name, "abc"),
            like.machine(),
            Synthetic.SLO,
            List.of(injector),
            List.of(
                new Case(
                    "case",
                    new TestedCluster("java", List.of("java"), 1, 1, "", "urls"),
                    new Workload("rooms", 100, 10, 10, 64, 0),
                    levels,
                    null,
                    null))));
  }
}
