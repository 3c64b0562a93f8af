package monitor.deployer.verify;

import java.io.Serial;

/** A plugin cannot be used; the message says why and what to do, for a person. */
public final class PluginRefused extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** Refuses for this reason. */
  public PluginRefused(String reason) {
    super(reason);
  }

  /** Refuses for this reason; the cause is for the log. */
  public PluginRefused(String reason, Throwable cause) {
    super(reason, cause);
  }

  /** The reason, for a person. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
