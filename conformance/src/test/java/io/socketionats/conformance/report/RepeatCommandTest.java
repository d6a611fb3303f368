package io.socketionats.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepeatCommandTest {
  @Test
  void selectsOneRequirementAndPairAndWritesElsewhere() {
    assertThat(repeat("conformance/interop run", "java", "node-sio4"))
        .isEqualTo(
            "conformance/interop run --out conformance/target/interop-again --select R06 --implementations java,node-sio4");
  }

  @Test
  void namesAnImplementationOnce() {
    assertThat(repeat("conformance/interop run", "java", "java"))
        .endsWith(" --select R06 --implementations java");
  }

  @Test
  void leavesTheAdapterOfTheUserToItsOption() {
    String run = "conformance/interop run --node-adapter a.mjs";
    String again = run + " --out conformance/target/interop-again --select R06";

    assertThat(repeat(run, "node-adapter", "java")).isEqualTo(again + " --implementations java");
    assertThat(repeat(run, "node-adapter", "node-adapter")).isEqualTo(again);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "conformance/interop run --select 'R*' --out x, conformance/interop run --out x-again",
        "conformance/interop run --out=x/, conformance/interop run --out x-again",
        "conformance/interop run --out 'a b', conformance/interop run --out 'a b-again'",
        "conformance/interop run --select='R*' --repeat 3, conformance/interop run --repeat 3 --out conformance/target/interop-again",
        "conformance/interop run --skip 'R01=not ours; rm -rf /', conformance/interop run --skip 'R01=not ours; rm -rf /' --out conformance/target/interop-again",
        "`conformance/interop run --implementations java,node-sio4`, conformance/interop run --out conformance/target/interop-again",
        "/opt/x/conformance/interop run --known k.json, /opt/x/conformance/interop run --known k.json --out /opt/x/conformance/target/interop-again",
        "'/my files/conformance/interop' run, '/my files/conformance/interop' run --out '/my files/conformance/target/interop-again'",
        "/usr/local/bin/interop run, /usr/local/bin/interop run --out interop-again",
        "mvn verify, conformance/interop run --out conformance/target/interop-again",
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
