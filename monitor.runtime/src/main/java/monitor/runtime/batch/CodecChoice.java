package monitor.runtime.batch;

import java.util.Optional;
import monitor.api.delivery.Codec;

/**
 * What batches to come are compressed with: what is configured, else what was preferred last, else
 * zstd. Safe for many threads.
 */
public final class CodecChoice {
  private final boolean open;
  private volatile Codec codec;

  /**
   * Decided, or left to those who take the batches.
   *
   * @param configured empty to leave it to them
   */
  public CodecChoice(Optional<Codec> configured) {
    open = configured.isEmpty();
    codec = configured.orElse(Codec.ZSTD);
  }

  /** The one for the next batch. */
  public Codec codec() {
    return codec;
  }

  /** Takes this one from now on, if nothing else is configured. */
  public void prefer(Codec preferred) {
    if (open) {
      codec = preferred;
    }
  }
}
