package monitor.api.operation;

/**
 * Who asks for a change, and why.
 *
 * @param name a user, a token, or a part of the platform such as {@code drop folder}
 * @param why in the person's words; may be empty
 */
public record Requester(String name, String why) {
  /** Without a reason. */
  public static Requester of(String name) {
    return new Requester(name, "");
  }
}
