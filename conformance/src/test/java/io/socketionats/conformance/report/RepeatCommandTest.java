package io.socketionats.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepeatCommandTest {
  @Test
  void selectsOneRequirementAndPair() {
    assertThat(repeat("conformance/interop run", "java", "node-sio4"))
        .isEqualTo("conformance/interop run --select R06 --implementations java,node-sio4");
  }

  @Test
  void namesAnImplementationOnce() {
    assertThat(repeat("conformance/interop run", "java", "java"))
        .isEqualTo("conformance/interop run --select R06 --implementations java");
  }

  @Test
  void leavesTheAdapterOfTheUserToItsOption() {
    String run = "conformance/interop run --node-adapter a.mjs";

    assertThat(repeat(run, "node-adapter", "java"))
        .isEqualTo(run + " --select R06 --implementations java");
    assertThat(repeat(run, "node-adapter", "node-adapter")).isEqualTo(run + " --select R06");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "conformance/interop run --select R* --out x, conformance/interop run --out x",
        "conformance/interop run --select='R*' --repeat 3, conformance/interop run --repeat 3",
        "`conformance/interop run --implementations java,node-sio4`, conformance/interop run",
        "mvn verify, conformance/interop run",
      })
  void keepsTheOtherOptions(String command, String kept) {
    assertThat(repeat(command, "java", "java"))
        .isEqualTo(kept + " --select R06 --implementations java");
  }

  private static String repeat(String command, String emitter, String receiver) {
    return RepeatCommand.of(
        SampleRun.commanded(command), SampleRun.passed("R06", emitter, receiver));
  }
}
