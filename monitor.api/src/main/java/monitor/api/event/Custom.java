package monitor.api.event;

/**
 * An event of a kind that a plugin defines; its fields are the event's attributes.
 *
 * @param kind a name with a dot
 */
public record Custom(Kind kind) implements Payload {
  /**
   * Checks the kind.
   *
   * @throws IllegalArgumentException if the kind is one of the platform's own
   */
  public Custom {
    if (!kind.custom()) {
      throw new IllegalArgumentException(
          "'%s' belongs to the platform; a plugin's own kind has a dot".formatted(kind));
    }
  }
}
