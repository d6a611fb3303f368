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
import java.util.ArrayList;
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
  void isOneFileThatNeedsNoNetwork() throws IOException {
    assertThat(run(measured.toString())).isZero();
    assertThat(page())
        .doesNotContain("src=", "rel=\"stylesheet\"", "url(", "@import")
        .contains("default-src 'none'", "prefers-color-scheme: dark", "width=device-width")
        .contains("Copyright (c) 2022 Leon Sorokin")
        .contains("var uPlot=", "uPlot.join(");
    assertThat(data().toString()).doesNotContain("NaN", "Infinity");
  }

  @Test
  void drawsLatenciesPercentilesAndScaling() throws IOException {
    assertThat(run(measured.toString())).isZero();
    assertThat(section("latency").at("/charts")).hasSize(3);
    assertThat(section("percentiles").at("/charts")).hasSize(7);
    assertThat(section("scaling").at("/charts")).hasSize(3);
    JsonNode first = section("scaling").at("/charts/0");
    assertThat(first.at("/title").asText()).isEqualTo("node: chat, rooms of 10");
    assertThat(first.at("/x/title").asText()).isEqualTo("nodes");
    assertThat(first.at("/x/max").asDouble()).isEqualTo(6);
    assertThat(series(first, "KNEE"))
        .singleElement()
        .satisfies(
            passed -> {
              assertThat(passed.at("/points")).hasSize(3);
              assertThat(passed.at("/points/0/0").asDouble()).isEqualTo(1);
              assertThat(passed.at("/points/0/1").asDouble())
                  .isCloseTo(
                      measurement.cases().get(0).maximum().deliveriesPerSecond(), within(1.0));
            });
    assertThat(series(first, "BAND")).as("both edges of the interval").hasSize(2);
  }

  @Test
  void saysWhatEachClusterCarries() throws IOException {
    assertThat(run(measured.toString())).isZero();
    assertThat(data().at("/answers")).hasSameSizeAs(measurement.cases());
    for (int i = 0; i < measurement.cases().size(); i++) {
      JsonNode answer = data().at("/answers/" + i);
      Case each = measurement.cases().get(i);
      assertThat(answer.at("/cluster").asText()).isEqualTo(each.cluster().label());
      assertThat(answer.at("/passed").asText())
          .isEqualTo(Numbers.plain(each.maximum().deliveriesPerSecond()));
      assertThat(answer.at("/statements/1/text").asText()).isEqualTo("held 30 s");
    }
  }

  @Test
  void takesNoTextForMarkup() throws IOException {
    assertThat(run(measured.toString())).isZero();
    assertThat(data().at("/subject").asText()).endsWith("Made-up <CPU> & Co");
    assertThat(page()).doesNotContain("<CPU>");
  }

  @Test
  void quotesNoInvalidLevel() throws IOException {
    List<Level> levels =
        measurement.cases().stream().flatMap(each -> each.levels().stream()).toList();
    long invalid = levels.stream().filter(level -> level.verdict() == LevelVerdict.INVALID).count();
    long valid = measurement.cases().stream().mapToLong(each -> each.valid().size()).sum();
    assertThat(invalid).isPositive();
    assertThat(run(measured.toString())).isZero();
    JsonNode reasons = section("validity").at("/tables/1");
    assertThat(reasons.at("/caption").asText())
        .isEqualTo("%d invalid levels, and why".formatted(invalid));
    assertThat(reasons.at("/rows/0/3/text").asText())
        .isEqualTo("other programs used 0.62 processors; at most 0.1");
    long drawn = 0;
    for (JsonNode chart : section("latency").at("/charts")) {
      for (String style : List.of("DOTS", "FAILED")) {
        drawn += series(chart, style).stream().mapToLong(one -> one.at("/points").size()).sum();
      }
    }
    assertThat(drawn).isEqualTo(valid);
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
    assertThat(data().at("/answers/0/statements/0/text").asText()).isEqualTo("no level passed");
    assertThat(data().at("/answers/1/statements/0/text").asText()).isEqualTo("no level passed");
    assertThat(section("scaling").at("/charts")).isEmpty();
    assertThat(data().toString()).doesNotContain("NaN", "Infinity");
  }

  @Test
  void judgesByAnotherObjective() throws IOException {
    assertThat(run(measured.toString(), "--slo", "p99=10ms")).isZero();
    assertThat(data().at("/objective").asText()).isEqualTo("p99=10ms");
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

  /** The data that is embedded in the page. */
  private JsonNode data() throws IOException {
    String start = "<script id=\"data\" type=\"application/json\">";
    String page = page();
    int from = page.indexOf(start) + start.length();
    return Json.parse(page.substring(from, page.indexOf("</script>", from)));
  }

  private JsonNode section(String id) throws IOException {
    for (JsonNode section : data().at("/sections")) {
      if (section.at("/id").asText().equals(id)) {
        return section;
      }
    }
    throw new AssertionError("no section " + id);
  }

  private static List<JsonNode> series(JsonNode chart, String style) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode series : chart.at("/series")) {
      if (series.at("/style").asText().equals(style)) {
        found.add(series);
      }
    }
    return found;
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
