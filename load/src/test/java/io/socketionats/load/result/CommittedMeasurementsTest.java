package io.socketionats.load.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.socketionats.conformance.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The measurements in {@code load/measurements} stay readable, with every field. */
class CommittedMeasurementsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path copy;

  static List<Path> measurements() throws IOException {
    try (Stream<Path> folders = Files.list(Checkout.root().resolve("load/measurements"))) {
      return folders
          .filter(folder -> Files.exists(folder.resolve(MeasurementFolder.JSON)))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("measurements")
  void areWrittenAsTheyWereRead(Path folder) throws IOException {
    new MeasurementFolder(copy).write(new MeasurementFolder(folder).read());

    assertThat(json(copy)).isEqualTo(json(folder));
    assertThat(copy.resolve("levels.csv")).hasSameTextualContentAs(folder.resolve("levels.csv"));
  }

  private static Object json(Path folder) throws IOException {
    return JSON.readTree(folder.resolve(MeasurementFolder.JSON).toFile());
  }
}
