package io.socketionats.load.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Measures what processes use between two moments, and what the rest of the machine uses. */
public final class Meter {
  private final Proc proc;
  private final Optional<Proc.Cpu> machine;
  private final Map<Long, Double> programs;
  private final Map<Long, Double> processes = new LinkedHashMap<>();
  private final long nanos = System.nanoTime();

  private Meter(Proc proc, Collection<Long> pids) {
    this.proc = proc;
    this.machine = machine(proc);
    this.programs = proc.seesAll() ? proc.programs() : Map.of();
    pids.forEach(pid -> processes.put(pid, proc.cpu(pid)));
  }

  /**
   * Begins to measure.
   *
   * @param pids processes of the run: generator, nodes, NATS servers
   */
  public static Meter start(Collection<Long> pids) {
    return new Meter(new Proc(Path.of("/proc")), pids);
  }

  /** Resident bytes of a process; 0 when there is none. */
  public static long residentBytes(long pid) {
    return new Proc(Path.of("/proc")).residentBytes(pid);
  }

  /** What has been used since the start. */
  public Use stop() {
    double seconds = (System.nanoTime() - nanos) / 1e9;
    Map<Long, Double> cores = new LinkedHashMap<>();
    processes.forEach((pid, before) -> cores.put(pid, (proc.cpu(pid) - before) / seconds));
    double ours = cores.values().stream().mapToDouble(Double::doubleValue).sum();
    Optional<Proc.Cpu> after = machine(proc);
    if (machine.isEmpty() || after.isEmpty()) {
      return new Use(cores, Optional.empty(), Optional.empty());
    }
    double busy = (after.get().busy() - machine.get().busy()) / seconds;
    double all = after.get().all() - machine.get().all();
    double steal = all == 0 ? 0 : (after.get().steal() - machine.get().steal()) / all;
    double others = programs.isEmpty() ? busy - ours : others() / seconds;
    return new Use(cores, Optional.of(Math.max(0, others)), Optional.of(steal));
  }

  /**
   * Processor seconds of programs that are not part of the run, added up from the kernel's figure
   * for each. Its figure for the whole machine may be sampled at timer ticks, and is then wrong for
   * programs that wake with the timer, as a generator does. Programs that end meanwhile are missed.
   */
  private double others() {
    return proc.programs().entrySet().stream()
        .filter(program -> !processes.containsKey(program.getKey()))
        .mapToDouble(program -> program.getValue() - programs.getOrDefault(program.getKey(), 0.0))
        .sum();
  }

  private static Optional<Proc.Cpu> machine(Proc proc) {
    try {
      return Optional.of(proc.cpu());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * What was used, in processors: 1.0 = one of them all the time.
   *
   * @param cores by process id
   * @param others all other programs; in a container, where they cannot be seen, all that is left
   *     of the machine's use; empty when it is not known
   * @param steal 0 to 1, what the hypervisor gave to others; empty when it is not known
   */
  public record Use(Map<Long, Double> cores, Optional<Double> others, Optional<Double> steal) {
    /** Of one process; 0 when it was not measured. */
    public double of(long pid) {
      return Math.max(0, cores.getOrDefault(pid, 0.0));
    }
  }
}
