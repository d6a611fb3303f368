package io.socketionats.load.result;

import java.util.List;

/**
 * One generator process of a run.
 *
 * @param index 0 to {@code count - 1}
 * @param count how many injectors the run had
 * @param clock which clock it read; the same text for processes of one machine, as Linux has it in
 *     {@code /proc/sys/kernel/random/boot_id}
 * @param senderClocks the clocks that stamped the messages in its histograms. Latencies are true
 *     only when this is {@code clock} alone
 */
public record InjectorIdentity(int index, int count, String clock, List<String> senderClocks) {
  public InjectorIdentity {
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException(
          "injector %d of %d: 0 to count - 1".formatted(index, count));
    }
    clock = Absent.text(clock);
    senderClocks = Absent.list(senderClocks);
  }

  /** Whether every latency of it was taken on one clock. */
  public boolean oneClock() {
    return senderClocks.stream().allMatch(clock::equals);
  }
}
