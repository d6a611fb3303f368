package io.socketionats.load.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.Json;
import io.socketionats.load.Synthetic;
import io.socketionats.load.result.Case;
import io.socketionats.load.result.LevelVerdict;
import io.socketionats.load.result.Machine;
import io.socketionats.load.result.Measurement;
import io.socketionats.load.result.MeasurementFolder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {
  @TempDir private static Path measurements;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void measure() {
    Path folder = measurements.resolve("2026-01-02-synthetic");
    new MeasurementFolder(folder)
        .write(
            new Synthetic(1, 0.01, folder)
                .search("node", Synthetic.NODE, 10, 1, 2, 4)
                .search("java", Synthetic.JAVA, 10, 1, 2, 4)
                .measurement());
  }

  @Test
  void plansWithinWhatWasMeasured() {
    double capacityOfTwo = Synthetic.NODE.capacity(2);
    double rate = 0.85 * capacityOfTwo / 10;
    assertThat(
            plan(
                "--connections=3000",
                "--rate=" + rate,
                "--room-size=10",
                "--slo=p99=50ms",
                "--cluster=node",
                "--json"))
        .isZero();
    JsonNode plan = Json.parse(out.toString()).get(0);
    assertThat(plan.at("/nodes/high").asInt()).as("two carry it, one may be lost").isEqualTo(3);
    assertThat(plan.at("/nodes/estimate").asInt()).isEqualTo(3);
    assertThat(plan.at("/extrapolations")).isEmpty();
    assertThat(plan.at("/connectionsPerNode").asDouble()).isEqualTo(1500);
    assertThat(plan.at("/memoryBytesPerNode").asDouble())
        .isCloseTo(Synthetic.BASE_BYTES + 1500 * Synthetic.NODE.bytesPerConnection(), within(1.0));
    assertThat(plan.at("/natsBytesPerSecond").asDouble())
        .isCloseTo(rate * 3 * Synthetic.FRAME, within(1.0));
    double cores =
        rate * 10 * Synthetic.NODE.delivery()
            + rate * Synthetic.NODE.publish()
            + rate * Synthetic.NODE.frame()
            + 2 * Synthetic.NODE.idle();
    assertThat(plan.at("/nodeCores").asDouble()).isCloseTo(cores, within(0.03 * cores));
    assertThat(plan.at("/nodesByProcessors").asInt()).isEqualTo(3);
    assertThat(plan.at("/natsServers").asInt()).as("one and a spare one").isEqualTo(2);
    assertThat(plan.at("/clientBytesPerSecond").asDouble())
        .isCloseTo(rate * 10 * Synthetic.PAYLOAD, within(1.0));
  }

  @Test
  void answersForEachClusterInWords() {
    assertThat(
            plan(
                "--connections=3000",
                "--rate-per-connection=0.3",
                "--room-size=10",
                "--slo=p99=50ms"))
        .isZero();
    assertThat(out.toString())
        .contains("cluster node, from 'chat' (rooms of 10, 64 B)")
        .contains("cluster java, from 'chat' (rooms of 10, 64 B)")
        .contains(
            "3,000 connections, 900 publishes/s to rooms of 10 = 9,000 deliveries/s, p99=50ms")
        .doesNotContain("BEYOND");
  }

  @Test
  void refusesToGoBeyondWhatWasMeasured() {
    assertThat(
            plan(
                "--connections=200000",
                "--rate=5500",
                "--room-size=10",
                "--slo=p99=50ms",
                "--cluster=node"))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("beyond what was measured", "measured were [1, 2, 4]", "--extrapolate");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void answersForTheClustersThatItCan(@TempDir Path other) {
    Path folder = other.resolve("2026-01-02-uneven");
    new MeasurementFolder(folder)
        .write(
            new Synthetic(1, 0.01, folder)
                .search("node", Synthetic.NODE, 10, 1, 2, 4)
                .search("java", Synthetic.JAVA, 10, 1)
                .measurement());
    String rate = "--rate=" + 0.85 * Synthetic.NODE.capacity(2) / 10;
    String[] demand = {"--connections=3000", rate, "--room-size=10", "--slo=p99=50ms"};

    assertThat(plan(with(demand, "--measurements=" + other))).isZero();
    assertThat(out.toString()).contains("cluster node").doesNotContain("cluster java");
    assertThat(err.toString())
        .contains("for some clusters the plan goes beyond what was measured:")
        .contains("java: ");
  }

  @Test
  void goesBeyondWhenToldTo_andSaysSo() {
    assertThat(
            plan(
                "--connections=200000",
                "--rate=5500",
                "--room-size=10",
                "--slo=p99=50ms",
                "--cluster=node",
                "--extrapolate"))
        .isZero();
    assertThat(out.toString())
        .contains("BEYOND WHAT WAS MEASURED", "connections per node; measured were up to 2000");
  }

  @Test
  void findsTheTrueNodeCountBeyondWhatWasMeasured() {
    int truth = 1;
    double demand = 90_000;
    while (Synthetic.JAVA.capacity(truth) < demand) {
      truth++;
    }
    assertThat(
            plan(
                "--connections=10000",
                "--rate=9000",
                "--room-size=10",
                "--slo=p99=50ms",
                "--cluster=java",
                "--spare-nodes=0",
                "--extrapolate",
                "--json"))
        .isZero();
    JsonNode nodes = Json.parse(out.toString()).get(0).get("nodes");
    assertThat(truth).isBetween(nodes.get("low").asInt(), nodes.get("high").asInt());
  }

  @Test
  void saysThatNothingSuffices() {
    assertThat(
            plan(
                "--connections=10000",
                "--rate=900000",
                "--room-size=10",
                "--slo=p99=50ms",
                "--cluster=node",
                "--extrapolate"))
        .isEqualTo(1);
    assertThat(out.toString()).contains("none suffices", "no number of nodes");
  }

  @Test
  void judgesLevelsAgainByAStricterObjective() {
    String[] demand = {
      "--connections=1000", "--rate=100", "--room-size=10", "--cluster=node", "--json"
    };
    assertThat(plan(with(demand, "--slo=p99=50ms"))).isZero();
    double loose = Json.parse(out.toString()).get(0).at("/measured/2").asDouble();
    out.getBuffer().setLength(0);
    assertThat(plan(with(demand, "--slo=p99=10ms"))).isZero();
    double strict = Json.parse(out.toString()).get(0).at("/measured/2").asDouble();
    assertThat(strict).isLessThan(loose).isPositive();
  }

  @Test
  void refusesRoomsThatWereNotMeasured() {
    assertThat(
            plan(
                "--connections=3000",
                "--rate=10",
                "--room-size=100",
                "--slo=p99=50ms",
                "--cluster=node"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("node: rooms of 100; measured were rooms of 10");
  }

  @Test
  void limitsConnectionsByMemory() {
    assertThat(
            plan(
                "--connections=100000",
                "--rate=100",
                "--room-size=10",
                "--slo=p99=50ms",
                "--cluster=node",
                "--spare-nodes=0",
                "--node-memory=200MB",
                "--extrapolate",
                "--json"))
        .isZero();
    double room = 0.8 * 200e6;
    int perNode = (int) ((room - Synthetic.BASE_BYTES) / Synthetic.NODE.bytesPerConnection());
    assertThat(Json.parse(out.toString()).get(0).at("/nodes/high").asInt())
        .isEqualTo((int) Math.ceil(100_000.0 / perNode));
  }

  @Test
  void refusesWhatItCannotRead() {
    assertThat(refusal("--slo=fast")).contains("'fast' cannot be read", "p99=100ms");
    assertThat(refusal("--slo=p99=50ms", "--cluster=perl"))
        .contains("no cluster 'perl' was measured; there are [node, java]");
    assertThat(refusal("--slo=p99=1us")).contains("no valid level", "p99=0.001ms");
    assertThat(refusal("--slo=p99=50ms", "--node-memory=much")).contains("--node-memory 'much'");
    assertThat(refusal("--slo=p99=50ms", "--measurements=" + measurements.resolve("none")))
        .contains("holds no measurement.json");
    assertThat(refusal("--slo=p99=50ms", "--confidence=2")).contains("--confidence 2.0: 0.5");
  }

  @Test
  void saysThatTheMachineWasTheLimit(@TempDir Path folder) {
    Measurement one =
        new Synthetic(1, 0.01, null).search("node", Synthetic.NODE, 10, 1, 2, 4).measurement();
    new MeasurementFolder(folder.resolve("a"))
        .write(
            new Measurement(
                one.schema(),
                one.origin(),
                new Machine(2, "Small", 1, "", Map.of()),
                one.slo(),
                one.injectors(),
                one.cases()));
    assertThat(
            plan(
                "--connections=1000",
                "--rate=100",
                "--room-size=10",
                "--slo=p99=50ms",
                "--measurements=" + folder))
        .isZero();
    assertThat(out.toString())
        .contains("at 4 nodes", "of the machine's 2 processors were busy at the knee")
        .doesNotContain("at 1 node ");
  }

  @Test
  void givesNoIntervalWhereNothingFailed(@TempDir Path folder) {
    Measurement one =
        new Synthetic(1, 0.01, null).search("node", Synthetic.NODE, 10, 2).measurement();
    Case passed = one.cases().get(0);
    new MeasurementFolder(folder.resolve("a"))
        .write(
            one.withCases(
                List.of(
                    new Case(
                        passed.id(),
                        passed.cluster(),
                        passed.workload(),
                        passed.levels().stream()
                            .filter(level -> level.verdict() == LevelVerdict.PASS)
                            .toList(),
                        null,
                        null))));
    assertThat(
            plan(
                "--connections=900",
                "--rate=10",
                "--room-size=10",
                "--slo=p99=50ms",
                "--spare-nodes=0",
                "--extrapolate",
                "--measurements=" + folder))
        .isZero();
    assertThat(out.toString())
        .contains("at least", "no interval", "what they carry is a lower bound")
        .doesNotContain("95 % interval");
  }

  @Test
  void refusesToMixMachines(@TempDir Path folder) {
    Measurement one = new Synthetic(1, 0.01, null).measurement();
    new MeasurementFolder(folder.resolve("a")).write(one);
    new MeasurementFolder(folder.resolve("b"))
        .write(
            new Measurement(
                one.schema(),
                one.origin(),
                new Machine(2, "Other", 1, "", Map.of()),
                one.slo(),
                one.injectors(),
                one.cases()));
    assertThat(refusal("--slo=p99=50ms", "--measurements=" + folder))
        .contains("measurements of different machines");
  }

  private String refusal(String... options) {
    err.getBuffer().setLength(0);
    assertThat(plan(with(options, "--connections=100", "--rate=10", "--room-size=10")))
        .isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    return err.toString();
  }

  private int plan(String... options) {
    boolean named = Stream.of(options).anyMatch(option -> option.startsWith("--measurements"));
    String[] all = named ? options : with(options, "--measurements=" + measurements);
    return Load.execute(
        with(new String[] {"plan"}, all), new PrintWriter(out, true), new PrintWriter(err, true));
  }

  private static String[] with(String[] options, String... more) {
    return Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new);
  }
}
