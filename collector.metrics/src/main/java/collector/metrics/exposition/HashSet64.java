package collector.metrics.exposition;

/** A set of 64-bit numbers that takes 16 bytes for each. */
final class HashSet64 {
  private static final int SMALLEST = 64;

  private long[] slots = new long[SMALLEST];
  private int size;
  private boolean zero;

  /** Adds a number; false if it is there. */
  boolean add(long number) {
    if (number == 0) {
      boolean added = !zero;
      zero = true;
      return added;
    }
    if (2 * (size + 1) > slots.length) {
      grow();
    }
    int at = find(slots, number);
    if (slots[at] == number) {
      return false;
    }
    slots[at] = number;
    size++;
    return true;
  }

  private void grow() {
    long[] larger = new long[2 * slots.length];
    for (long number : slots) {
      if (number != 0) {
        larger[find(larger, number)] = number;
      }
    }
    slots = larger;
  }

  private static int find(long[] slots, long number) {
    int at = (int) number & slots.length - 1;
    while (slots[at] != 0 && slots[at] != number) {
      at = at + 1 & slots.length - 1;
    }
    return at;
  }

  void clear() {
    if (size > 0) {
      slots = new long[SMALLEST];
    }
    size = 0;
    zero = false;
  }
}
