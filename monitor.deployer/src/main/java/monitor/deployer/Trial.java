package monitor.deployer;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import monitor.api.operation.ComponentView;
import monitor.deployer.explain.ComponentProblem;
import monitor.deployer.explain.ComponentProblem.Cause;
import monitor.deployer.verify.PluginRefused;
import org.osgi.framework.Bundle;

/**
 * Watches a plugin that was just started. It passes as soon as one of its sources or sinks has
 * moved an event, or when nothing was wrong for a while; it fails at the first failure, or when a
 * service that it needs does not come.
 */
final class Trial {
  private static final Duration LOOK = Duration.ofMillis(25);

  private final Health health;
  private final TrialLimits limits;

  Trial(Health health, TrialLimits limits) {
    this.health = health;
    this.limits = limits;
  }

  /**
   * Watches until there is a verdict.
   *
   * @param excused its sources and sinks that did not work before either
   * @return what was seen, for a person
   * @throws PluginRefused if it does not work
   */
  String watch(Bundle bundle, Set<String> excused) throws PluginRefused, InterruptedException {
    long start = System.nanoTime();
    Map<String, Long> first = new HashMap<>();
    while (true) {
      Duration passed = Duration.ofNanos(System.nanoTime() - start);
      List<ComponentView> moving = health.moving(bundle.getSymbolicName());
      List<ComponentProblem> problems = health.problems(bundle);
      Optional<String> failure = health.failure(bundle, excused);
      if (failure.isPresent()) {
        throw new PluginRefused(failure.get());
      }
      boolean waits = problems.stream().anyMatch(p -> p.cause() == Cause.SERVICE_MISSING);
      if (!waits && moving.stream().anyMatch(component -> hasMoved(component, first))) {
        return "it works: the first events have passed";
      }
      if (!waits && passed.compareTo(limits.quiet()) >= 0) {
        List<String> waiting = health.waiting(bundle.getSymbolicName());
        return waiting.isEmpty()
            ? "nothing was wrong for %d ms".formatted(limits.quiet().toMillis())
            : "nothing failed, but it does not run: " + String.join("; ", waiting);
      }
      if (passed.compareTo(limits.patience()) >= 0) {
        throw new PluginRefused(
            problems.stream().map(ComponentProblem::words).collect(Collectors.joining("; also ")));
      }
      Thread.sleep(LOOK);
    }
  }

  /** Totals go on over upgrades, so only what is more than at the first look counts. */
  private static boolean hasMoved(ComponentView component, Map<String, Long> first) {
    Long before = first.putIfAbsent(component.name(), component.events());
    return before != null && component.events() > before;
  }
}
