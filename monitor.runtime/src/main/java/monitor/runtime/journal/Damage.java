package monitor.runtime.journal;

import java.time.Instant;
import java.util.List;
import monitor.api.delivery.Epoch;

/**
 * A part of the journal that could not be read and was set aside.
 *
 * @param found when it was found
 * @param file name of the file
 * @param offset first byte of the damaged part
 * @param bytes length of the damaged part; 0 if the whole file is missing
 * @param reason what is wrong, one sentence
 * @param lost sequence numbers that were in it, where they are known
 */
public record Damage(
    Instant found, String file, long offset, long bytes, String reason, List<Lost> lost) {
  /** The reason of the gaps that stand for numbers that were lost. */
  public static final String GAP = "journal_damaged";

  /** Copies the list. */
  public Damage {
    lost = List.copyOf(lost);
  }

  /**
   * A range of sequence numbers.
   *
   * @param stream name of the stream
   * @param epoch their epoch
   * @param from first number
   * @param to number after the last one
   */
  public record Lost(String stream, Epoch epoch, long from, long to) {}
}
