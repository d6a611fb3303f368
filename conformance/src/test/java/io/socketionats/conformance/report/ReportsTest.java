package io.socketionats.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.socketionats.conformance.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
  @TempDir private Path folder;

  @Test
  void writesAllReportsAndNothingElse() throws IOException {
    Path reports = folder.resolve("a/b");

    Reports.write(SampleRun.everyVerdict(), reports);

    try (Stream<Path> files = Files.list(reports)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "index.html", "report.json", "junit.xml", "summary.md", "wire.jsonl");
    }
    assertThat(reports.resolve("report.json")).hasContent(Golden.text("sample.json"));
  }

  @Test
  void replacesTheReportsOfAnEarlierRun() throws IOException {
    Files.writeString(folder.resolve("summary.md"), "old".repeat(100_000));

    Reports.write(SampleRun.allPassed(), folder);

    assertThat(folder.resolve("summary.md")).content().startsWith("# Interoperability");
  }

  @Test
  void saysWhyAFolderCannotBeWrittenAndWhatToDo() throws IOException {
    Path file = Files.createFile(folder.resolve("taken"));

    assertThatThrownBy(() -> Reports.write(SampleRun.allPassed(), file))
        .isInstanceOf(UnavailableException.class)
        .hasMessage(
            "the reports cannot be written to folder '%s': a file is in its place; make it"
                + " writable, or choose another with --out FOLDER",
            file);
  }
}
