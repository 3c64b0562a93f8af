package monitor.runtime.containment;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import monitor.api.operation.Containment;
import monitor.api.operation.Incident;
import monitor.api.operation.PluginLimit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The limits of the plugins and the book of incidents. Safe for many threads. */
public final class Contained implements Containment {
  private static final Logger LOG = LoggerFactory.getLogger(Contained.class);

  /** Incidents that are kept; the oldest goes. */
  static final int MOST = 200;

  /** Between two lines in the log about the same thing. */
  private static final Duration QUIET = Duration.ofMinutes(1);

  private final Map<String, PluginLimiter> limiters = new ConcurrentSkipListMap<>();
  private final Map<Same, Incident> incidents = new LinkedHashMap<>();
  private final Map<Same, Long> loggedNanos = new HashMap<>();
  private volatile Duration callDeadline = Duration.ofMinutes(2);
  private volatile Function<String, Limits> limits = plugin -> Limits.NONE;

  /** Incidents that are one. */
  private record Same(String plugin, Incident.Kind kind, String what) {
    static Same of(Incident incident) {
      return new Same(incident.plugin(), incident.kind(), incident.what());
    }
  }

  /** The limiter of a plugin, made at the first call. */
  public PluginLimiter limiter(String plugin) {
    PluginLimiter limiter = limiters.computeIfAbsent(plugin, PluginLimiter::new);
    limiter.set(limits.apply(plugin));
    return limiter;
  }

  /** These limits hold from now on, by symbolic name of the bundle. */
  public void limit(Function<String, Limits> newLimits) {
    limits = newLimits;
    limiters.keySet().forEach(this::limiter);
  }

  /** What contains a component, which is named by its kind and name. */
  public PluginGuard guard(String plugin, String component, InstantSource clock) {
    return new PluginGuard(this, clock, plugin, component);
  }

  /** How long a call into a component may take before it is interrupted. */
  public Duration callDeadline() {
    return callDeadline;
  }

  /** Holds from now on, also for calls that are under way. */
  public void callDeadline(Duration deadline) {
    callDeadline = deadline;
  }

  @Override
  public List<PluginLimit> limits() {
    return limiters.values().stream().map(PluginLimiter::view).toList();
  }

  @Override
  public synchronized List<Incident> incidents() {
    return new ArrayList<>(incidents.values()).reversed();
  }

  @Override
  public synchronized void report(Incident incident) {
    Same same = Same.of(incident);
    Incident before = incidents.remove(same);
    long count = incident.count() + (before == null ? 0 : before.count());
    incidents.put(
        same,
        new Incident(
            incident.time(),
            incident.plugin(),
            incident.kind(),
            incident.what(),
            incident.stack(),
            count));
    if (incidents.size() > MOST) {
      Same oldest = incidents.keySet().iterator().next();
      incidents.remove(oldest);
      loggedNanos.remove(oldest);
    }
    log(same, incident, count);
  }

  private void log(Same same, Incident incident, long count) {
    long now = System.nanoTime();
    Long last = loggedNanos.get(same);
    if (last != null && now - last < QUIET.toNanos()) {
      return;
    }
    loggedNanos.put(same, now);
    StringBuilder text = new StringBuilder();
    incident
        .stack()
        .forEach(frame -> text.append(System.lineSeparator()).append("  at ").append(frame));
    LOG.warn(
        "Plugin {}: {}{}.{}",
        incident.plugin(),
        incident.what(),
        count == 1 ? "" : " (%d times so far)".formatted(count),
        text);
  }
}
