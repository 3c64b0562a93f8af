package monitor.api.delivery;

/**
 * The life of one journal: sequence numbers are unique within it.
 *
 * @param ordinal counts up by one with each new epoch of an agent, from 1
 * @param random 16 hexadecimal digits, so that two clones of one machine differ
 */
public record Epoch(long ordinal, String random) {
  @Override
  public String toString() {
    return ordinal + "-" + random;
  }
}
