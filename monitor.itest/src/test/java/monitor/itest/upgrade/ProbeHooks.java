package monitor.itest.upgrade;

import java.util.Map;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Probed;
import monitor.api.probe.ProbeResult;
import monitor.api.source.SourceContext;

/** In place of calls of {@code probe.reachability}. */
public final class ProbeHooks {
  private static final String KEY = "upgrade.probe";

  /** At once, more than a buffer holds; four times a second. */
  private static final int BURST = 40_000;

  private static final long PAUSE_MILLIS = 250;

  private ProbeHooks() {}

  /** An event with the stamp. */
  public static void emit(SourceContext context, Event event) {
    context.emit(new Event(event.timeNanos(), event.payload(), Stamp.on(event.attributes(), KEY)));
  }

  /** Waits for its end; something beside it fails after a while. */
  public static void failLater(SourceContext context) {
    context.fork("fails later", Stamp::failLater);
    context.awaitStop();
  }

  /** Emits without measure until it is stopped. */
  public static void flood(SourceContext context) throws InterruptedException {
    Attributes attributes = Stamp.on(Attributes.EMPTY, KEY);
    while (!context.stopping()) {
      for (int i = 0; i < BURST && !context.stopping(); i++) {
        context.emit(new Event(0, flooding(), attributes));
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private static Probed flooding() {
    return new Probed(
        "flood", "nobody", new ProbeResult.Plugin("flood", "", false, null, "flood", Map.of()));
  }
}
