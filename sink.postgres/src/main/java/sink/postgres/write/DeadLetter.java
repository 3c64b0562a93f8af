package sink.postgres.write;

import monitor.api.event.Event;

/**
 * An event that PostgreSQL cannot hold.
 *
 * @param index its place in the batch, from 0
 * @param sequence its sequence number
 * @param reason why, one sentence
 * @param event what of it can be read
 */
record DeadLetter(int index, long sequence, String reason, String event) {
  private static final int MAX_TEXT = 100_000;

  static DeadLetter of(int index, long sequence, String reason, Event event) {
    String text = Strings.readable(event.toString());
    return new DeadLetter(
        index,
        sequence,
        Strings.readable(reason),
        text.substring(0, Math.min(MAX_TEXT, text.length())));
  }
}
