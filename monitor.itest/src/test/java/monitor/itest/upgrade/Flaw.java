package monitor.itest.upgrade;

/** What is wrong with a version of a plugin. */
public enum Flaw {
  /** Nothing. */
  NONE,
  /** It throws when it is activated. */
  THROWS,
  /** It imports a package that nobody has. */
  UNRESOLVED,
  /** Its activation does not return. */
  HANGS,
  /** Its service declares other capabilities than its manifest. */
  LIES,
  /** It writes positions that the version before it does not read. */
  FOREIGN_POSITIONS,
  /** It emits faster than anything can be stored. */
  FLOODS,
  /** It is healthy for three seconds, and then fails. */
  FAILS_LATER;

  /** Whether a plugin can have it; only what may drop events can flood. */
  boolean fits(Shipped plugin) {
    return switch (this) {
      case FLOODS -> plugin == Shipped.PROBE;
      case LIES, FOREIGN_POSITIONS -> plugin != Shipped.SINK;
      default -> true;
    };
  }
}
