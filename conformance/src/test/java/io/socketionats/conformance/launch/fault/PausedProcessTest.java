package io.socketionats.conformance.launch.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.launch.fault.Faults.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "it reads /proc")
class PausedProcessTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private Process victim;

  @BeforeEach
  void start() throws IOException {
    victim = new ProcessBuilder("cat").start();
  }

  @AfterEach
  void end() {
    victim.destroyForcibly();
  }

  private char state() throws IOException {
    String stat = Files.readString(Path.of("/proc/%d/stat".formatted(victim.pid())));
    return stat.charAt(stat.lastIndexOf(')') + 2);
  }

  private String echo(String word) throws IOException {
    victim.getOutputStream().write(word.getBytes());
    victim.getOutputStream().flush();
    return new String(victim.getInputStream().readNBytes(word.length()));
  }

  @Test
  void aProcessStandsStillUntilItIsClosed() throws IOException {
    try (PausedProcess standstill = PausedProcess.of(victim.pid())) {
      await().atMost(LIMIT).until(() -> state() == 'T');
      assertThat(standstill).isNotNull();
    }
    assertThat(echo("hello")).isEqualTo("hello");
  }

  @Test
  void tellsWhetherAProcessIsThereAndWhetherItIsPaused() throws InterruptedException {
    assertThat(PausedProcess.stateOf(victim.pid())).isEqualTo(State.RUNNING);
    try (PausedProcess paused = PausedProcess.of(victim.pid())) {
      await().atMost(LIMIT).until(() -> PausedProcess.stateOf(victim.pid()) == State.PAUSED);
      assertThat(paused).isNotNull();
    }
    await().atMost(LIMIT).until(() -> PausedProcess.stateOf(victim.pid()) == State.RUNNING);
    victim.destroyForcibly().waitFor();
    assertThat(PausedProcess.stateOf(victim.pid())).isEqualTo(State.ENDED);
  }

  @Test
  void aProcessThatHasEndedCannotStandStill() throws InterruptedException {
    victim.destroyForcibly().waitFor();

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> PausedProcess.of(victim.pid()))
        .withMessage("process %d cannot be stopped; has it ended?", victim.pid());
  }
}
