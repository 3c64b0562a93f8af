package monitor.runtime.containment;

import java.io.Serial;

/** A call into a component had to be interrupted, because it did not come back in time. */
public final class HangException extends InterruptedException {
  @Serial private static final long serialVersionUID = 1L;

  /** Of a call. */
  public HangException(String call) {
    super("it hung in %s and had to be interrupted".formatted(call));
  }
}
