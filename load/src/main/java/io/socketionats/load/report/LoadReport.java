package io.socketionats.load.report;

import io.socketionats.conformance.Json;
import io.socketionats.conformance.SelfContainedPage;
import io.socketionats.load.plan.Evidence;
import io.socketionats.load.result.LevelsCsv;
import io.socketionats.load.result.Slo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Writes the report of measurements: {@code index.html}, {@code report.json}, {@code levels.csv}.
 */
public final class LoadReport {
  private LoadReport() {}

  /**
   * Writes the three files of a report.
   *
   * @param slo the objective that levels are judged by
   * @param folder made when it is not there
   */
  public static void write(Evidence evidence, Slo slo, Path folder) {
    Facts facts = new Facts(evidence, slo);
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("index.html"), page(facts));
      Files.writeString(folder.resolve("report.json"), Json.text(ReportJson.of(facts)) + "\n");
      StringBuilder csv = new StringBuilder();
      for (Evidence.Source source : evidence.sources()) {
        String levels = LevelsCsv.of(source.measurement());
        csv.append(csv.isEmpty() ? levels : levels.substring(levels.indexOf('\n') + 1));
      }
      Files.writeString(folder.resolve("levels.csv"), csv);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String page(Facts facts) {
    String charts = "/META-INF/resources/webjars/uplot/%s/dist/".formatted(chartLibraryVersion());
    return SelfContainedPage.render(
        name -> name.startsWith("uPlot") ? charts + name : "/load-report/" + name,
        ReportPage.of(facts));
  }

  private static String chartLibraryVersion() {
    Properties properties = new Properties();
    try (InputStream in =
        LoadReport.class.getResourceAsStream(
            "/META-INF/maven/org.webjars.npm/uplot/pom.properties")) {
      if (in == null) {
        throw new IllegalStateException("the chart library uplot is not on the class path");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }
}
