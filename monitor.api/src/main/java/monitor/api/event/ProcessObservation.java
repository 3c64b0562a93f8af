package monitor.api.event;

/**
 * A process as it was seen.
 *
 * @param phase why it is reported
 * @param pid process id
 * @param parentPid process id of its parent; 0 if it has none
 * @param name short name
 * @param executable path of the program; empty if unknown
 * @param commandLine its arguments joined by spaces; empty if unknown
 * @param user name of its user, or the number of one without a name
 * @param startNanos when it started, nanoseconds since 1970
 * @param cpuUtilization processors kept busy since the last look: 1.0 is one processor
 * @param memoryBytes resident memory
 */
public record ProcessObservation(
    Phase phase,
    long pid,
    long parentPid,
    String name,
    String executable,
    String commandLine,
    String user,
    long startNanos,
    double cpuUtilization,
    long memoryBytes)
    implements Payload {
  /** Why a process is reported. */
  public enum Phase {
    /** It runs and is among the largest. */
    RUNNING,
    /** It was started. */
    STARTED,
    /** It ended. */
    ENDED
  }

  @Override
  public Kind kind() {
    return Kind.PROCESS;
  }
}
