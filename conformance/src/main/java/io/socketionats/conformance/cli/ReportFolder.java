package io.socketionats.conformance.cli;

import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.report.Reports;
import io.socketionats.conformance.report.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the reports of a run go. Each run has a folder of its own for logs, below {@code logs}, so
 * that the report of an earlier run stays whole until there is a new one to take its place.
 */
final class ReportFolder {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Path folder;
  private final Path logs;

  private ReportFolder(Path folder, Path logs) {
    this.folder = folder;
    this.logs = logs;
  }

  /**
   * Makes the folder, and that of the logs of a run which begins now.
   *
   * @throws UnavailableException when it cannot be written
   */
  static ReportFolder open(Path folder, Instant now) {
    try {
      Path all = Files.createDirectories(folder.resolve("logs"));
      String time = TIME.format(now);
      Path logs = all.resolve(time);
      for (int i = 2; Files.exists(logs); i++) {
        logs = all.resolve(time + "-" + i);
      }
      return new ReportFolder(folder, Files.createDirectory(logs));
    } catch (IOException e) {
      throw new UnavailableException(
          "the report folder '%s' cannot be written: %s; choose another with --out FOLDER"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  /** Where the nodes and brokers of this run write what goes to standard error. */
  Path logs() {
    return logs;
  }

  /** The page that a user opens. */
  Path page() {
    return folder.resolve("index.html");
  }

  /** Writes the reports in the place of earlier ones, whose logs go. */
  void write(RunReport report) {
    Reports.write(report, folder);
    try (Stream<Path> all = Files.list(logs.getParent())) {
      for (Path other : all.filter(one -> !one.equals(logs)).toList()) {
        delete(other);
      }
    } catch (IOException e) {
      // old logs that cannot be deleted take nothing from the new report
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    }
  }
}
