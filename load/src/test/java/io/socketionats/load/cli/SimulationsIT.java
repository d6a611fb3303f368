package io.socketionats.load.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.socketionats.load.result.Case;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.MeasurementFolder;
import io.socketionats.load.result.Phase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulations that break something or connect all the time, and several injectors at once. */
class SimulationsIT {
  @TempDir Path folder;

  private Level run(String options) {
    StringWriter err = new StringWriter();
    String all =
        "run --connections 40 --repetitions 1 --slo p50=5s --other-cores 99 --out %s %s"
            .formatted(folder, options);
    int status =
        Load.execute(
            all.split(" "), new PrintWriter(new StringWriter()), new PrintWriter(err, true));
    assertThat(status).as(err.toString()).isZero();
    Case only = new MeasurementFolder(folder).read().cases().get(0);
    List<Level> levels = only.levels();
    assertThat(levels.get(0).phase()).isEqualTo(Phase.WARMUP);
    Level level = levels.get(levels.size() - 1);
    assertThat(level.wrong().duplicated() + level.wrong().leaked() + level.wrong().disconnected())
        .isZero();
    return level;
  }

  @Test
  void countsConnectionsThatAreMadeAgain() {
    Level level = run("--simulation connect --rate 20 --seconds 2");
    assertThat(level.deliveries().expected())
        .isEqualTo(level.deliveries().received())
        .isBetween(35L, 40L);
  }

  @Test
  void findsTheTimeToHealWhenANodeIsKilled() {
    Level level = run("--simulation node-loss --rate 40 --seconds 6");
    assertThat(level.judgement().reasons().get(0))
        .matches(
            "node-loss: recovered [\\d.]+ s after the fault; \\d+ of \\d+ deliveries were lost");
    assertThat(level.deliveries().expected()).isGreaterThan(1000);
  }

  @Test
  void findsTheTimeToHealWhenNatsRestarts() {
    Level level = run("--simulation nats-restart --rate 40 --seconds 9");
    assertThat(level.judgement().reasons().get(0)).startsWith("nats-restart: recovered ");
    assertThat(level.wrong().lost()).isBetween(1L, level.deliveries().expected() - 1);
  }

  @Test
  void addsTheAccountsOfInjectorProcesses() {
    Level level = run("--injectors 2 --rate 20 --seconds 2");
    assertThat(level.deliveries().expected())
        .isEqualTo(level.deliveries().received())
        .isGreaterThan(300);
  }
}
