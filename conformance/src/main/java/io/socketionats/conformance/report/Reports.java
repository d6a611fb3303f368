package io.socketionats.conformance.report;

import io.socketionats.conformance.UnavailableException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes all reports of a run. */
public final class Reports {
  private Reports() {}

  /**
   * Writes index.html, report.json, junit.xml, summary.md and wire.jsonl. Each file appears whole
   * or not at all, and takes the place of one from an earlier run.
   *
   * @param folder made when it is absent
   * @throws UnavailableException when the folder cannot be written
   */
  public static void write(RunReport report, Path folder) {
    try {
      Files.createDirectories(folder);
      write(folder, "wire.jsonl", out -> WireLog.write(report, out));
      write(folder, "report.json", text(JsonReport.render(report)));
      write(folder, "junit.xml", text(JunitReport.render(report)));
      write(folder, "summary.md", text(SummaryReport.render(report)));
      write(folder, "index.html", text(HtmlReport.render(report)));
    } catch (IOException e) {
      throw new UnavailableException(
          "the reports cannot be written to folder '%s': %s; make it writable, or choose another with --out FOLDER"
              .formatted(folder.toAbsolutePath(), reason(e)),
          e);
    }
  }

  @FunctionalInterface
  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private static Content text(String text) {
    return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void write(Path folder, String name, Content content) throws IOException {
    Path whole = folder.resolve(name);
    Path part = folder.resolve("." + name + ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
        content.writeTo(out);
      }
      try {
        Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "a file is in its place";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
