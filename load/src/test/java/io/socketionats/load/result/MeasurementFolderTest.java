package io.socketionats.load.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.socketionats.conformance.Json;
import io.socketionats.conformance.UsageException;
import io.socketionats.load.Synthetic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasurementFolderTest {
  @TempDir private Path path;

  @Test
  void readsWhatItWrote() {
    Measurement measurement =
        new Synthetic(1, 0.02, path).search("mixed", Synthetic.NODE, 10, 2).measurement();
    MeasurementFolder folder = new MeasurementFolder(path);
    folder.write(measurement);
    assertThat(folder.read()).isEqualTo(measurement);
  }

  @Test
  void writesNamesThatOthersRead() throws IOException {
    new MeasurementFolder(path)
        .write(new Synthetic(1, 0.02, null).search("node", Synthetic.NODE, 10, 2).measurement());
    var json = Json.parse(Files.readString(path.resolve("measurement.json")));
    assertThat(json.at("/schema").asInt()).isEqualTo(1);
    assertThat(json.at("/slo/percentile").asDouble()).isEqualTo(99);
    assertThat(json.at("/slo/millis").asDouble()).isEqualTo(50);
    assertThat(json.at("/slo")).hasSize(2);
    assertThat(json.at("/cases/0/levels/0/phase").asText()).isEqualTo("warmup");
    assertThat(json.at("/cases/0/levels/0").has("wrong")).isFalse();
    assertThat(json.at("/cases/0/levels/0/latency/crossNode/p999").asLong()).isPositive();
    assertThat(json.at("/injectors/0").has("oneClock")).isFalse();
  }

  @Test
  void keepsHistogramsByTag() {
    Histogram same = LatencyLog.empty();
    same.recordValue(1234);
    same.recordValueWithCount(5_000_000, 3);
    Histogram none = LatencyLog.empty();
    MeasurementFolder folder = new MeasurementFolder(path);
    String file = folder.writeHistograms("a/b", "L01", Map.of("sameNode", same, "crossNode", none));
    assertThat(file).isEqualTo("histograms/a_b-L01.hlog");
    Map<String, Histogram> read = LatencyLog.read(path.resolve(file));
    assertThat(read).containsOnlyKeys("sameNode", "crossNode");
    assertThat(read.get("sameNode")).isEqualTo(same);
    assertThat(read.get("crossNode").getTotalCount()).isZero();
    assertThat(same.getTag()).as("the caller's own stays as it is").isNull();
  }

  @Test
  void quotesCellsOfTheCsv() {
    Measurement measurement =
        new Synthetic(1, 0.02, null).search("node", Synthetic.NODE, 10, 1).measurement();
    List<String> lines = LevelsCsv.of(measurement).lines().toList();
    assertThat(lines).hasSize(1 + measurement.cases().get(0).levels().size());
    assertThat(lines.get(0)).startsWith("measurement,case,cluster,nodes,").endsWith(",reasons");
    assertThat(lines.stream().filter(line -> line.contains("FAIL")).findFirst().orElseThrow())
        .endsWith("ms, objective 50 ms\"");
  }

  @Test
  void saysWhyAFolderCannotBeRead() throws IOException {
    MeasurementFolder folder = new MeasurementFolder(path);
    assertThatThrownBy(folder::read)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("holds no measurement.json");
    Files.writeString(path.resolve("measurement.json"), "{\"schema\":2}");
    assertThatThrownBy(folder::read)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("schema is 2; this version reads and writes schema 1");
    Files.writeString(path.resolve("measurement.json"), "{\"schema\":1,");
    assertThatThrownBy(folder::read).isInstanceOf(UsageException.class);
  }

  @Test
  void readsNoHistogramOutsideTheFolder() throws IOException {
    Path inside = path.resolve("inside");
    MeasurementFolder folder = new MeasurementFolder(inside);
    folder.write(new Synthetic(1, 0, inside).search("node", Synthetic.NODE, 10, 1).measurement());
    Path file = inside.resolve("measurement.json");
    Files.writeString(
        file, Files.readString(file).replace("\"histograms/", "\"../inside.hlog/histograms/"));
    Level level = folder.read().cases().get(0).levels().get(0);
    assertThatThrownBy(() -> folder.histograms(level))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("which is not in");
  }
}
