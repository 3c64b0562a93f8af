package probe.reachability;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import monitor.api.probe.ProbeResult.Traceroute;
import probe.reachability.Path.Distance;

/**
 * One trace over several flows at once, on the thread that runs it. Nothing blocks but short
 * sleeps: the kernel says when each packet arrived, so looking a little later costs no accuracy.
 */
final class Trace {
  private static final Duration LOOK = Duration.ofMillis(2);

  private final TraceSettings settings;
  private final List<Leg> legs = new ArrayList<>();
  private final Set<String> errors = new LinkedHashSet<>();

  /**
   * @param flows to trace; stay the caller's
   * @param samples packets of each flow for each hop
   * @param timeout of each packet
   */
  Trace(TraceSettings settings, List<? extends Flow> flows, int samples, Duration timeout) {
    this.settings = settings;
    for (Flow flow : flows) {
      legs.add(new Leg(flow, settings.hops(), samples, timeout));
    }
  }

  /** Runs it until all is known or the time is over. */
  Traceroute run() throws InterruptedException {
    long begin = System.nanoTime();
    List<Leg> running = new ArrayList<>(legs);
    while (true) {
      running.removeIf(this::finished);
      if (running.isEmpty()) {
        break;
      }
      if (System.nanoTime() - begin > settings.limit().toNanos()) {
        errors.add("not finished within " + Durations.text(settings.limit()));
        break;
      }
      Thread.sleep(LOOK);
    }
    return result(System.nanoTime() - begin);
  }

  private boolean finished(Leg leg) {
    try {
      return leg.advance();
    } catch (IOException e) {
      errors.add(String.valueOf(e.getMessage()));
      return true;
    }
  }

  /** The path of each flow: who answered at each distance, {@code *} for nobody. */
  List<List<String>> paths() {
    return legs.stream().map(leg -> leg.path().addresses()).toList();
  }

  private Traceroute result(long nanos) {
    List<Path> paths = legs.stream().map(Leg::path).toList();
    legs.forEach(leg -> errors.addAll(leg.refusals()));
    boolean reached = legs.stream().anyMatch(Leg::reached);
    List<Traceroute.Hop> hops = Distance.hops(paths);
    if (!reached && errors.isEmpty()) {
      errors.add(
          hops.isEmpty()
              ? "nobody answered"
              : "nobody answered beyond hop " + hops.getLast().distance());
    }
    return new Traceroute(hops, reached, Durations.millis(nanos), List.copyOf(errors));
  }
}
