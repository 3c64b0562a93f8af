package monitor.api.delivery;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** What a sink answers when it is handed a batch: an outcome now, or one that comes later. */
@ProviderType
public sealed interface Delivery permits Outcome, Delivery.Pending {
  /**
   * The outcome comes later. While it does, further batches are handed over, up to the sink's
   * window.
   *
   * @param outcome completed once, on any thread; an exception counts as {@link Outcome.Retry}
   */
  record Pending(CompletionStage<Outcome> outcome) implements Delivery {}
}
