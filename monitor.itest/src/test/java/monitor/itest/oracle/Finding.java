package monitor.itest.oracle;

/**
 * Something that is not as it should be.
 *
 * @param check what was asserted
 * @param what the ids, sequence numbers or figures that offend
 */
public record Finding(Check check, String what) {
  @Override
  public String toString() {
    return check + ": " + what;
  }
}
