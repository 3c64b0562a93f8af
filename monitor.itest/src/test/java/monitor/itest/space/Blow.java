package monitor.itest.space;

import java.util.Random;

/**
 * Something bad that happens to machines or to what is between them. Whoever was killed by it is
 * started again by the storm; what it did to networks it has taken back when it returns.
 *
 * @param name how reports call it
 * @param deed what it does
 */
record Blow(String name, Deed deed) {
  /** What is done. */
  @FunctionalInterface
  interface Deed {
    /** Does it. */
    void to(Fleet fleet, Random random) throws Exception;
  }

  void strike(Fleet fleet, Random random) throws Exception {
    deed.to(fleet, random);
  }

  @Override
  public String toString() {
    return name;
  }
}
