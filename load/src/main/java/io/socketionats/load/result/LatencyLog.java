package io.socketionats.load.result;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;

/**
 * Histograms of a level as an HdrHistogram log, which other tools read as well: one tagged line for
 * each. Values are microseconds.
 */
public final class LatencyLog {
  /** Tag of latencies to receivers on the publisher's node. */
  public static final String SAME_NODE = "sameNode";

  /** Tag of latencies to receivers on another node. */
  public static final String CROSS_NODE = "crossNode";

  /** Tag of how late the generator published. */
  public static final String GENERATOR_LAG = "generatorLag";

  /** The log writes interval maxima in milliseconds. */
  private static final double MICROS_PER_MILLI = 1000;

  private LatencyLog() {}

  /**
   * Writes histograms by tag; folders are made as needed.
   *
   * @throws UncheckedIOException when the file cannot be written
   */
  public static void write(Path file, Map<String, Histogram> byTag) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (PrintStream out =
          new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
        HistogramLogWriter log = new HistogramLogWriter(out);
        log.outputLogFormatVersion();
        log.outputComment("[latencies in microseconds]");
        log.outputLegend();
        for (Map.Entry<String, Histogram> entry : new TreeMap<>(byTag).entrySet()) {
          Histogram histogram = entry.getValue().copy();
          histogram.setTag(entry.getKey());
          log.outputIntervalHistogram(0, 0, histogram, MICROS_PER_MILLI);
        }
        if (out.checkError()) {
          throw new IOException("'%s' could not be written in full".formatted(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads histograms by tag; those with the same tag are added.
   *
   * @throws UncheckedIOException when the file cannot be read
   */
  public static Map<String, Histogram> read(Path file) {
    Map<String, Histogram> byTag = new TreeMap<>();
    try (java.io.InputStream in = Files.newInputStream(file);
        HistogramLogReader log = new HistogramLogReader(in)) {
      while (log.hasNext()) {
        if (log.nextIntervalHistogram() instanceof Histogram histogram) {
          String tag = Absent.text(histogram.getTag());
          byTag.computeIfAbsent(tag, t -> empty()).add(histogram);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return byTag;
  }

  /**
   * The latencies to all receivers, on whatever node; how late the generator was is not among them.
   *
   * @param byTag as {@link #read} returns them
   */
  public static Histogram latencies(Map<String, Histogram> byTag) {
    Histogram all = empty();
    byTag.forEach(
        (tag, histogram) -> {
          if (!tag.equals(GENERATOR_LAG)) {
            all.add(histogram);
          }
        });
    return all;
  }

  /** A histogram of microseconds with three significant digits that grows as needed. */
  public static Histogram empty() {
    return new Histogram(3);
  }
}
