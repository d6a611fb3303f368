package io.socketionats.load.measure;

import java.util.Arrays;

/**
 * Which events of one room in one level a client has received, and the last one of each publisher.
 */
final class Seen {
  private static final int NONE = -1;

  private long[] bits = new long[4];
  private int[] last = {};
  private int count;

  /** Notes an event; false when it had come before. */
  boolean add(int sequence) {
    int word = sequence >> 6;
    if (word >= bits.length) {
      bits = Arrays.copyOf(bits, Math.max(word + 1, bits.length * 2));
    }
    long bit = 1L << sequence;
    if ((bits[word] & bit) != 0) {
      return false;
    }
    bits[word] |= bit;
    count++;
    return true;
  }

  /** Whether an event is later than all of its publisher that came before; notes it. */
  boolean inOrder(int slot, int sequence) {
    if (slot >= last.length) {
      int known = last.length;
      last = Arrays.copyOf(last, Math.max(slot + 1, known * 2));
      Arrays.fill(last, known, last.length, NONE);
    }
    boolean inOrder = sequence > last[slot];
    last[slot] = Math.max(last[slot], sequence);
    return inOrder;
  }

  boolean has(int sequence) {
    int word = sequence >> 6;
    return word < bits.length && (bits[word] & 1L << sequence) != 0;
  }

  int count() {
    return count;
  }
}
