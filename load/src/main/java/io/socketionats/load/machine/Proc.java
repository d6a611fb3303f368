package io.socketionats.load.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What Linux says about processors and processes in {@code /proc}. */
final class Proc {
  private static final double TICKS_PER_SECOND = 100; // USER_HZ, the same on every architecture
  private static final int IDLE = 4;
  private static final int IO_WAIT = 5;
  private static final int STEAL = 8;
  private static final int FLAGS = 6;
  private static final long KERNEL_THREAD = 0x00200000;
  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;

  private final Path root;

  /**
   * @param root {@code /proc}
   */
  Proc(Path root) {
    this.root = root;
  }

  /**
   * Processor seconds since the start of the machine.
   *
   * @param busy of all programs, without steal
   * @param steal that the hypervisor gave to others
   * @param all of all processors
   */
  record Cpu(double busy, double steal, double all) {}

  Cpu cpu() throws IOException {
    try (Stream<String> lines = Files.lines(root.resolve("stat"))) {
      String[] fields = lines.findFirst().orElse("cpu").trim().split("\\s+");
      double all = 0;
      // what guests used is in the first fields already
      for (int i = 1; i < Math.min(fields.length, STEAL + 1); i++) {
        all += Long.parseLong(fields[i]);
      }
      double steal = fields.length > STEAL ? Long.parseLong(fields[STEAL]) : 0;
      double idle =
          fields.length > IO_WAIT
              ? Long.parseLong(fields[IDLE]) + Long.parseLong(fields[IO_WAIT])
              : 0;
      return new Cpu(
          (all - idle - steal) / TICKS_PER_SECOND,
          steal / TICKS_PER_SECOND,
          all / TICKS_PER_SECOND);
    }
  }

  /** Processor seconds of a process; 0 when there is none. */
  double cpu(long pid) {
    try {
      return seconds(fields(pid));
    } catch (IOException e) {
      return 0;
    }
  }

  private String[] fields(long pid) throws IOException {
    String stat = Files.readString(root.resolve(pid + "/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
  }

  private static double seconds(String[] fields) {
    return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]))
        / TICKS_PER_SECOND;
  }

  /** Whether all of the machine's processes can be seen: a container sees its own only. */
  boolean seesAll() {
    try {
      return Files.readString(root.resolve("2/comm")).strip().equals("kthreadd");
    } catch (IOException e) {
      return false;
    }
  }

  /** Processor seconds of every program, by process id; the kernel's own threads are none. */
  Map<Long, Double> programs() {
    Map<Long, Double> programs = new HashMap<>();
    String[] names = root.toFile().list((folder, name) -> name.matches("\\d+"));
    for (String name : names == null ? new String[0] : names) {
      try {
        long pid = Long.parseLong(name);
        String[] fields = fields(pid);
        if ((Long.parseLong(fields[FLAGS]) & KERNEL_THREAD) == 0) {
          programs.put(pid, seconds(fields));
        }
      } catch (IOException e) {
        // it has ended
      }
    }
    return programs;
  }

  /** Resident bytes of a process; 0 when there is none. */
  long residentBytes(long pid) {
    try {
      List<String> lines = Files.readAllLines(root.resolve(pid + "/status"));
      return lines.stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
