package io.socketionats.load.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.socketionats.conformance.UnavailableException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads {@code /proc} as the kernel documents it. */
class ProcTest {
  @TempDir Path root;

  @Test
  void readsProcessors() throws IOException {
    Files.writeString(root.resolve("stat"), "cpu  100 20 30 4000 50 6 7 800 90 10\ncpu0 1 2\n");
    Proc.Cpu cpu = new Proc(root).cpu();
    assertThat(cpu.busy()).isEqualTo(1.63);
    assertThat(cpu.steal()).isEqualTo(8);
    assertThat(cpu.all()).isEqualTo(50.13);
  }

  @Test
  void readsProcessesWhateverTheirName() throws IOException {
    Files.createDirectory(root.resolve("7"));
    Files.writeString(
        root.resolve("7/stat"), "7 (a) b (c) S 1 7 7 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 1 0\n");
    Files.writeString(root.resolve("7/status"), "Name:\ta\nVmRSS:\t   2048 kB\n");
    Proc proc = new Proc(root);
    assertThat(proc.cpu(7)).isEqualTo(3);
    assertThat(proc.residentBytes(7)).isEqualTo(2 * 1024 * 1024);
    assertThat(proc.cpu(8)).isZero();
    assertThat(proc.residentBytes(8)).isZero();
  }

  @Test
  void leavesOutTheKernelsThreads() throws IOException {
    Files.createDirectories(root.resolve("2"));
    Files.writeString(
        root.resolve("2/stat"), "2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 90 0 0 20 0 1 0\n");
    Files.createDirectory(root.resolve("7"));
    Files.writeString(
        root.resolve("7/stat"), "7 (a) S 1 7 7 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 1 0\n");
    Proc proc = new Proc(root);
    assertThat(proc.seesAll()).isFalse();
    Files.writeString(root.resolve("2/comm"), "kthreadd\n");
    assertThat(proc.seesAll()).isTrue();
    assertThat(proc.programs()).containsExactly(Map.entry(7L, 3.0));
  }

  @Test
  void movesAProgramToOneProcessor() throws Exception {
    Process idle = new ProcessBuilder("sleep", "60").start();
    try {
      Processors.move(idle.pid(), "0");
      assertThat(Files.readAllLines(Path.of("/proc/" + idle.pid() + "/status")))
          .contains("Cpus_allowed_list:\t0");
      assertThatThrownBy(() -> Processors.move(idle.pid(), "9999"))
          .isInstanceOf(UnavailableException.class)
          .hasMessageStartingWith("cannot pin process %d to processors 9999".formatted(idle.pid()));
    } finally {
      idle.destroyForcibly().waitFor();
    }
  }

  @Test
  void countsWhatAnotherProgramUses() throws Exception {
    Process busy = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
    try {
      Meter meter = Meter.start(List.of(ProcessHandle.current().pid()));
      Thread.sleep(500);
      assertThat(meter.stop().others().orElseThrow()).isGreaterThan(0.02);
    } finally {
      busy.destroyForcibly().waitFor();
    }
  }

  /**
   * Two meters see the same programs at the same time; one of them counts this process as one of
   * the run. What this process uses must be missing from that one's other programs.
   */
  @Test
  void doesNotCountAProcessOfTheRunAmongTheOthers() {
    long pid = ProcessHandle.current().pid();
    Meter asOneOfTheRun = Meter.start(List.of(pid));
    Meter asAnother = Meter.start(List.of());
    useProcessorSeconds(0.5);
    Meter.Use own = asOneOfTheRun.stop();
    Meter.Use other = asAnother.stop();
    assertThat(own.of(pid)).isPositive();
    assertThat(own.others().orElseThrow())
        .isLessThan(other.others().orElseThrow() - own.of(pid) / 2);
  }

  private static void useProcessorSeconds(double seconds) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long end = threads.getCurrentThreadCpuTime() + Math.round(seconds * 1e9);
    while (threads.getCurrentThreadCpuTime() < end) {
      Thread.onSpinWait();
    }
  }

  @Test
  void saysWhatTheHypervisorTookAndWhatMemoryThisProcessHas() {
    Meter.Use use = Meter.start(List.of()).stop();
    assertThat(use.steal()).hasValueSatisfying(steal -> assertThat(steal).isBetween(0.0, 1.0));
    assertThat(Meter.residentBytes(ProcessHandle.current().pid())).isGreaterThan(10_000_000);
  }
}
