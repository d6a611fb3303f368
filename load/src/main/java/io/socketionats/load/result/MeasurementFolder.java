package io.socketionats.load.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.socketionats.conformance.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * The results of a run as files: {@code measurement.json}, {@code levels.csv} and {@code
 * histograms/}. Usually {@code load/measurements/<date>-<name>}.
 *
 * @param path the folder; made when something is written
 */
public record MeasurementFolder(Path path) {
  /** The file that makes a folder a measurement. */
  public static final String JSON = "measurement.json";

  private static final String CSV = "levels.csv";
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .build();

  /**
   * @throws UsageException when there is no measurement or it cannot be read
   */
  public Measurement read() {
    Path file = path.resolve(JSON);
    if (!Files.isRegularFile(file)) {
      throw new UsageException(
          "'%s' holds no %s; name a folder that `load run` wrote".formatted(path, JSON));
    }
    try {
      return MAPPER.readValue(file.toFile(), Measurement.class);
    } catch (JsonProcessingException e) {
      throw new UsageException("'%s' cannot be read: %s".formatted(file, e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes {@code measurement.json} and {@code levels.csv}. Readers never see half a file, so this
   * may be called after every level.
   */
  public void write(Measurement measurement) {
    try {
      Files.createDirectories(path);
      replace(JSON, MAPPER.writeValueAsString(measurement) + "\n");
      replace(CSV, LevelsCsv.of(measurement));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the histograms of a level.
   *
   * @param byTag tags of {@link LatencyLog}
   * @return the file relative to the folder, for {@link Level#histogram}
   */
  public String writeHistograms(String caseId, String levelId, Map<String, Histogram> byTag) {
    String relative = "histograms/%s-%s.hlog".formatted(plain(caseId), plain(levelId));
    LatencyLog.write(path.resolve(relative), byTag);
    return relative;
  }

  /** Histograms by tag of {@link LatencyLog}; empty when the level has none. */
  public Map<String, Histogram> histograms(Level level) {
    if (level.histogram() == null) {
      return Map.of();
    }
    Path file = path.resolve(level.histogram()).normalize();
    if (!file.startsWith(path.normalize()) || !Files.isRegularFile(file)) {
      throw new UsageException(
          "level '%s' names the histogram '%s', which is not in '%s'"
              .formatted(level.id(), level.histogram(), path));
    }
    return LatencyLog.read(file);
  }

  private void replace(String name, String text) throws IOException {
    Path half = path.resolve("." + name + ".new");
    Files.writeString(half, text);
    Files.move(
        half,
        path.resolve(name),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }

  private static String plain(String id) {
    return id.replaceAll("[^A-Za-z0-9._-]", "_");
  }
}
