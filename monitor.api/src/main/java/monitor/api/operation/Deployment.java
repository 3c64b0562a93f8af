package monitor.api.operation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One transactional change of a plugin.
 *
 * @param id identifies it
 * @param action what is done
 * @param plugin symbolic name; the file's name as long as that is not known
 * @param fromVersion version before; null if there was none
 * @param toVersion version after; null if there is none
 * @param requestedBy who asked: a user, or {@code drop folder}
 * @param why in that person's words; may be empty
 * @param state how it stands
 * @param reason why it was rejected, failed or rolled back, for a person; empty else
 * @param steps what was done, in order
 * @param started when it began
 * @param finished when it ended; null while it goes on
 */
public record Deployment(
    String id,
    Action action,
    String plugin,
    @Nullable String fromVersion,
    @Nullable String toVersion,
    String requestedBy,
    String why,
    State state,
    String reason,
    List<Step> steps,
    Instant started,
    @Nullable Instant finished) {
  /** Copies the list. */
  public Deployment {
    steps = List.copyOf(steps);
  }

  /** What is done. */
  public enum Action {
    INSTALL,
    UPGRADE,
    ROLLBACK,
    REMOVE,
    ENABLE,
    DISABLE,
    PIN,
    UNPIN
  }

  /** How it stands; {@link #label()} is how the API writes it. */
  public enum State {
    RUNNING(false),
    /** The change is in force. */
    COMMITTED(true),
    /** It was tried and taken back: what ran before runs. */
    ROLLED_BACK(true),
    /** It was refused before anything was touched. */
    REJECTED(true),
    /** It failed and could not be taken back. */
    FAILED(true);

    private final boolean terminal;

    State(boolean terminal) {
      this.terminal = terminal;
    }

    /** Whether it is over. */
    public boolean terminal() {
      return terminal;
    }

    /** Lower case name with dashes. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A step.
   *
   * @param name such as {@code verify}
   * @param state {@code running}, {@code done} or {@code failed}
   * @param detail for a person
   * @param started when it began
   * @param finished when it ended; null while it goes on
   */
  public record Step(
      String name, String state, String detail, Instant started, @Nullable Instant finished) {}
}
