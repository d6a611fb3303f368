package io.socketionats.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.socketionats.conformance.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFolderTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path folder;

  @Test
  void givesEachRunAFolderForItsLogs() {
    assertThat(ReportFolder.open(folder, NOW).logs())
        .isEqualTo(folder.resolve("logs/20260102-030405"))
        .isEmptyDirectory();
    assertThat(ReportFolder.open(folder, NOW).logs())
        .isEqualTo(folder.resolve("logs/20260102-030405-2"));
  }

  @Test
  void leavesWhatAnEarlierRunWrote() throws IOException {
    Path log = ReportFolder.open(folder, NOW).logs().resolve("java-1.log");
    Files.writeString(log, "earlier");
    Path page = Files.writeString(folder.resolve("index.html"), "earlier");

    ReportFolder.open(folder, NOW.plusSeconds(1));

    assertThat(log).hasContent("earlier");
    assertThat(page).hasContent("earlier");
  }

  @Test
  void saysThatItCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("in-the-way"), "");

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> ReportFolder.open(file, NOW))
        .withMessageStartingWith("the report folder '%s' cannot be written: ", file)
        .withMessageEndingWith("; choose another with --out FOLDER");
  }
}
