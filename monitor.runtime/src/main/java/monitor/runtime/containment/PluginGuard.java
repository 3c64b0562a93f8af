package monitor.runtime.containment;

import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import monitor.api.operation.Incident;

/**
 * What contains one component: the limits of its plugin, and the book of incidents. Safe for many
 * threads.
 */
public final class PluginGuard {
  private static final int MOST_FRAMES = 30;

  private final Contained contained;
  private final InstantSource clock;
  private final String plugin;
  private final String component;

  PluginGuard(Contained contained, InstantSource clock, String plugin, String component) {
    this.contained = contained;
    this.clock = clock;
    this.plugin = plugin;
    this.component = component;
  }

  /** Limits that are those of the plugin at every moment. */
  public PluginLimiter limiter() {
    return contained.limiter(plugin);
  }

  /** Enters what the component did; the sentence goes on after its name. */
  public void report(Incident.Kind kind, String what, StackTraceElement[] stack) {
    List<String> frames =
        Stream.of(stack).limit(MOST_FRAMES).map(StackTraceElement::toString).toList();
    contained.report(Incident.now(clock.instant(), plugin, kind, component + " " + what, frames));
  }

  /** The innermost call that is not of Java itself: where a thread hangs, for a person. */
  public static String place(StackTraceElement[] stack) {
    return Stream.of(stack)
        .filter(frame -> !frame.getClassName().matches("(java|jdk|sun)\\..*"))
        .findFirst()
        .or(() -> Stream.of(stack).findFirst())
        .map(StackTraceElement::toString)
        .orElse("an unknown place");
  }
}
