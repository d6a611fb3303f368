package io.socketionats.load.machine;

import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * Which processors of this machine a cluster has, and which the generator: apart, so that neither
 * takes the other's time, and the cluster reaches its limit first.
 *
 * @param cluster as taskset writes them, such as {@code 0} or {@code 0,2-3}
 * @param generator the same; they have none in common
 */
public record Processors(String cluster, String generator) {
  private static final String LIST = "\\d{1,4}(-\\d{1,4})?(,\\d{1,4}(-\\d{1,4})?)*";

  /**
   * Reads {@code CLUSTER/GENERATOR}.
   *
   * @throws UsageException when it is something else, or the two share a processor
   */
  public static Processors parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 2 || !parts[0].matches(LIST) || !parts[1].matches(LIST)) {
      throw new UsageException(
          "--cpus takes the processors of the cluster and of the generator, such as 0/1 or 0-2/3; got '%s'"
              .formatted(text));
    }
    if (set(parts[0]).intersects(set(parts[1]))) {
      throw new UsageException(
          "--cpus %s: cluster and generator need processors of their own".formatted(text));
    }
    return new Processors(parts[0], parts[1]);
  }

  /** How many processors the generator has. */
  public int ofGenerator() {
    return set(generator).cardinality();
  }

  private static BitSet set(String list) {
    BitSet set = new BitSet();
    for (String range : list.split(",")) {
      String[] ends = range.split("-");
      int first = Integer.parseInt(ends[0]);
      int last = Integer.parseInt(ends[ends.length - 1]);
      if (last < first) {
        throw new UsageException("--cpus: '%s' is not a range of processors".formatted(range));
      }
      set.set(first, last + 1);
    }
    return set;
  }

  /**
   * Pins a process to processors, with all of its threads and those that they will start.
   *
   * @param list {@link #cluster} or {@link #generator}
   * @throws UnavailableException when that is not possible
   */
  public static void move(long pid, String list) {
    String reason;
    try {
      Process taskset =
          new ProcessBuilder("taskset", "-a", "-p", "-c", list, String.valueOf(pid))
              .redirectErrorStream(true)
              .start();
      reason =
          new String(taskset.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .strip()
              .lines()
              .reduce((first, second) -> second)
              .orElse("");
      if (taskset.waitFor() == 0) {
        return;
      }
    } catch (IOException e) {
      reason = e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reason = "interrupted";
    }
    throw new UnavailableException(
        "cannot pin process %d to processors %s: %s; --cpus needs taskset (util-linux) and those processors"
            .formatted(pid, list, reason));
  }
}
