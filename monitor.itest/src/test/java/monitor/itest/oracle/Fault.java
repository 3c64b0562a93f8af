package monitor.itest.oracle;

import java.util.Random;

/** Something bad that happens to the platform from outside; also the hook for faults of others. */
public interface Fault {
  /** How reports name it. */
  String name();

  /** Does it, at once. What is to be started again by someone else than the platform is started. */
  void strike(Target target, Random random) throws Exception;

  /** Whether it may take events with it, which then have to be accounted for. */
  default boolean loses() {
    return false;
  }

  /** What a fault does to the platform. */
  @FunctionalInterface
  interface Deed {
    /** Does it. */
    void to(Target target) throws Exception;
  }

  /** A fault that needs no chance. */
  static Fault of(String name, Deed deed) {
    return new Fault() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void strike(Target target, Random random) throws Exception {
        deed.to(target);
      }
    };
  }
}
