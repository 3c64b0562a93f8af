package monitor.rest.health;

/**
 * One thing that has to be well before the platform is ready.
 *
 * @param name what is checked
 * @param ok whether it is well
 * @param reason why not; empty if it is
 */
public record Check(String name, boolean ok, String reason) {
  /** It is well. */
  static Check passed(String name) {
    return new Check(name, true, "");
  }

  /** It is well exactly if there is nothing to complain of. */
  static Check of(String name, java.util.List<String> complaints) {
    return new Check(name, complaints.isEmpty(), String.join("; ", complaints));
  }
}
