package monitor.api.capability;

import java.util.ArrayList;
import java.util.List;

/**
 * An immutable set of capabilities. It travels as a {@code long} and as a list of names; bits
 * without a name in this version are kept, shown as {@code BIT_n}, and never granted.
 *
 * @param bits one bit for each capability, see {@link Capability#bit()}
 */
public record Capabilities(long bits) {
  /** The empty set. */
  public static final Capabilities NONE = new Capabilities(0);

  private static final String UNKNOWN = "BIT_";

  /** The set of the given capabilities. */
  public static Capabilities of(Capability... capabilities) {
    long bits = 0;
    for (Capability capability : capabilities) {
      bits |= capability.mask();
    }
    return new Capabilities(bits);
  }

  /**
   * The set with the given names, as {@link #names()} writes them.
   *
   * @throws IllegalArgumentException if a name is not known; the message lists the known ones
   */
  public static Capabilities ofNames(Iterable<String> names) {
    long bits = 0;
    for (String name : names) {
      bits |= maskOf(name);
    }
    return new Capabilities(bits);
  }

  private static long maskOf(String name) {
    if (name.matches(UNKNOWN + "([0-9]|[1-5][0-9]|6[0-3])")) {
      return 1L << Integer.parseInt(name.substring(UNKNOWN.length()));
    }
    for (Capability capability : Capability.values()) {
      if (capability.name().equals(name)) {
        return capability.mask();
      }
    }
    throw new IllegalArgumentException(
        "unknown capability '%s'; known are %s".formatted(name, List.of(Capability.values())));
  }

  /** What is in both. */
  public Capabilities and(Capabilities other) {
    return new Capabilities(bits & other.bits);
  }

  /** What is in either. */
  public Capabilities or(Capabilities other) {
    return new Capabilities(bits | other.bits);
  }

  /** What is here and not in the other. */
  public Capabilities minus(Capabilities other) {
    return new Capabilities(bits & ~other.bits);
  }

  /** Whether everything in the other is here too. */
  public boolean contains(Capabilities other) {
    return (bits & other.bits) == other.bits;
  }

  /** Whether this capability is here. */
  public boolean contains(Capability capability) {
    return (bits & capability.mask()) != 0;
  }

  /** Whether nothing is here. */
  public boolean isEmpty() {
    return bits == 0;
  }

  /** The names in the order of their bits. */
  public List<String> names() {
    List<String> names = new ArrayList<>(Long.bitCount(bits));
    for (int bit = 0; bit < Long.SIZE; bit++) {
      if ((bits & (1L << bit)) != 0) {
        names.add(nameOf(bit));
      }
    }
    return List.copyOf(names);
  }

  private static String nameOf(int bit) {
    for (Capability capability : Capability.values()) {
      if (capability.bit() == bit) {
        return capability.name();
      }
    }
    return UNKNOWN + bit;
  }

  @Override
  public String toString() {
    return names().toString();
  }
}
