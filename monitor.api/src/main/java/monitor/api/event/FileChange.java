package monitor.api.event;

/**
 * A change of a file.
 *
 * @param path where it is, after a rename its new place
 * @param operation what was done
 * @param sizeBytes its size afterwards; -1 if unknown
 */
public record FileChange(String path, Operation operation, long sizeBytes) implements Payload {
  /** What was done. */
  public enum Operation {
    CREATED,
    MODIFIED,
    DELETED,
    RENAMED
  }

  @Override
  public Kind kind() {
    return Kind.FILE;
  }
}
