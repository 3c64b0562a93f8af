package probe.reachability;

/** Names of the attributes that tell more of a round than its result. */
final class Details {
  /** The address that was probed. */
  static final String ADDRESS = "probe.address";

  private Details() {}
}
