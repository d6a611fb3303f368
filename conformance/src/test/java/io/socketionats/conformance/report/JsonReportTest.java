package io.socketionats.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonReportTest {
  @Test
  void saysEverythingInTheOrderOfTheSchema() {
    assertThat(JsonReport.render(SampleRun.everyVerdict())).isEqualTo(Golden.text("sample.json"));
  }
}
