package monitor.itest.upgrade;

import java.util.concurrent.CountDownLatch;

/** In place of reading the configuration when a component is activated. */
public final class ActivationHooks {
  private ActivationHooks() {}

  /** Throws. */
  public static Object fail(Object configuration) {
    throw new IllegalStateException(Stamp.VERSION + " is broken on purpose");
  }

  /** Does not return until it is interrupted. */
  public static Object hang(Object configuration) {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException(Stamp.VERSION + " hung on purpose");
  }
}
