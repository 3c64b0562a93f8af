package monitor.api.capability;

/**
 * A capability that was declared and not granted.
 *
 * @param capability its name, see {@link Capabilities#names()}
 * @param by who refused it
 * @param reason one sentence for a person: what is missing and how to provide it
 */
public record Refusal(String capability, By by, String reason) {
  /** Who refuses. */
  public enum By {
    /** The host does not offer it: a privilege, a library or a device is missing. */
    HOST,
    /** The policy of this installation does not permit it. */
    POLICY,
    /** This version of the platform does not know it. */
    UNKNOWN
  }
}
