package io.socketionats.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.Json;
import io.socketionats.load.Synthetic;
import io.socketionats.load.cli.Load;
import io.socketionats.load.result.Case;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.LevelVerdict;
import io.socketionats.load.result.Measurement;
import io.socketionats.load.result.MeasurementFolder;
import io.socketionats.load.result.RunOrigin;
import io.socketionats.load.result.Slo;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
  @TempDir private Path folder;
  private Path measured;
  private Path report;
  private Measurement measurement;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void measure() {
    measured = folder.resolve("measurements/2026-01-02-synthetic");
    report = folder.resolve("report");
    measurement =
        new Synthetic(5, 0.02, measured)
            .search("node", Synthetic.NODE, 10, 1, 2, 4)
            .search("java", Synthetic.JAVA, 10, 1, 2, 4)
            .search("mixed", Synthetic.NODE, 10, 2)
            .measurement();
    new MeasurementFolder(measured).write(measurement);
  }

  @Test
  void isOneFileWithoutNetworkOrScript() throws IOException {
    assertThat(run(measured.toString())).isZero();
    assertThat(page())
        .doesNotContain("http:", "https:", "<script", "url(", "@import", "NaN", "Infinity")
        .contains("default-src 'none'", "prefers-color-scheme: dark", "width=device-width");
    assertThat(page().split("<svg", -1))
        .as("3 of latency, 7 of percentiles, 3 of scaling")
        .hasSize(14);
  }

  @Test
  void shows_whatEachClusterCarries() throws IOException {
    assertThat(run(measured.toString())).isZero();
    for (Case each : measurement.cases()) {
      assertThat(page()).contains(Numbers.plain(each.maximum().deliveriesPerSecond()));
    }
    assertThat(page()).contains("What NATS adds", "Java against Node", "Scaling over nodes");
  }

  @Test
  void takesNoTextForMarkup() throws IOException {
    assertThat(run(measured.toString())).isZero();
    assertThat(page()).contains("Made-up &lt;CPU&gt; &amp; Co").doesNotContain("<CPU>");
  }

  @Test
  void quotesNoInvalidLevel() throws IOException {
    List<Level> invalid =
        measurement.cases().stream()
            .flatMap(each -> each.levels().stream())
            .filter(level -> level.verdict() == LevelVerdict.INVALID)
            .toList();
    assertThat(invalid).isNotEmpty();
    assertThat(run(measured.toString())).isZero();
    assertThat(page())
        .contains("%d invalid levels, and why".formatted(invalid.size()))
        .contains("other programs used 0.62 processors; at most 0.1")
        .doesNotContain("INVALID</title>");
  }

  @Test
  void writesTheSameAsData() throws IOException {
    assertThat(run(measured.toString())).isZero();
    JsonNode json = Json.parse(Files.readString(report.resolve("report.json")));
    assertThat(json.get("cases")).hasSize(7);
    assertThat(json.at("/cases/0/passedDeliveriesPerSecond").asDouble())
        .isCloseTo(measurement.cases().get(0).maximum().deliveriesPerSecond(), within(1.0));
    assertThat(json.at("/costs/java/delivery/estimate").asDouble()).isPositive();
    assertThat(json.at("/scaling/0/lambda/low").asDouble())
        .isLessThanOrEqualTo(json.at("/scaling/0/lambda/high").asDouble());
    long levels = measurement.cases().stream().mapToLong(each -> each.levels().size()).sum();
    assertThat(Files.readAllLines(report.resolve("levels.csv"))).hasSize((int) levels + 1);
  }

  @Test
  void saysSoWhenNothingPassedOrNothingWasMeasured() throws IOException {
    Case first = measurement.cases().get(0);
    new MeasurementFolder(measured)
        .write(
            measurement.withCases(
                List.of(
                    new Case("empty", first.cluster(), first.workload(), List.of(), null, null),
                    new Case(
                        "failed",
                        first.cluster(),
                        first.workload(),
                        first.levels().stream()
                            .filter(level -> level.verdict() == LevelVerdict.FAIL)
                            .toList(),
                        null,
                        null))));
    assertThat(run(measured.toString())).isZero();
    assertThat(page()).contains("no level passed").doesNotContain("NaN", "Infinity");
  }

  @Test
  void judgesByAnotherObjective() throws IOException {
    assertThat(run(measured.toString(), "--slo", "p99=10ms")).isZero();
    assertThat(page()).contains("p99=10ms");
    double strict =
        Json.parse(Files.readString(report.resolve("report.json")))
            .at("/cases/0/passedDeliveriesPerSecond")
            .asDouble();
    assertThat(strict)
        .isLessThan(measurement.cases().get(0).maximum().deliveriesPerSecond())
        .isPositive();
  }

  @Test
  void refusesToChooseBetweenObjectives() {
    new MeasurementFolder(folder.resolve("measurements/other"))
        .write(
            new Measurement(
                1,
                new RunOrigin("other", measurement.origin().started(), "", ""),
                measurement.machine(),
                new Slo(99, 20),
                List.of(),
                List.of()));
    assertThat(run(folder.resolve("measurements").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("different objectives, [p99=50ms, p99=20ms]", "--slo");
    assertThat(report).doesNotExist();
  }

  private String page() throws IOException {
    return Files.readString(report.resolve("index.html"));
  }

  private int run(String... options) {
    String[] all = new String[options.length + 3];
    all[0] = "report";
    all[1] = "--out";
    all[2] = report.toString();
    System.arraycopy(options, 0, all, 3, options.length);
    return Load.execute(all, new PrintWriter(out, true), new PrintWriter(err, true));
  }
}
