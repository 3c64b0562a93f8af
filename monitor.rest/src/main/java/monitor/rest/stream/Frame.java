package monitor.rest.stream;

import java.util.List;

/**
 * What is sent as one server-sent event.
 *
 * @param number counts up over all topics
 * @param topic what it belongs to
 * @param items at least one
 * @param skipped further items that were left out, because there were too many at once
 */
record Frame(long number, Topic topic, List<Item> items, int skipped) {
  /** Copies the list. */
  Frame {
    items = List.copyOf(items);
  }

  /** About what it takes in memory. */
  long bytes() {
    return items.stream().mapToLong(item -> item.json().length + 64L).sum();
  }
}
