package monitor.deployer;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import monitor.api.operation.ComponentState;
import monitor.api.operation.ComponentView;
import monitor.api.operation.Pipeline;
import monitor.api.operation.PipelineView;
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

  private final Components components;
  private final Supplier<Optional<Pipeline>> pipeline;
  private final TrialLimits limits;

  Trial(Components components, Supplier<Optional<Pipeline>> pipeline, TrialLimits limits) {
    this.components = components;
    this.pipeline = pipeline;
    this.limits = limits;
  }

  /**
   * Watches until there is a verdict.
   *
   * @return what was seen, for a person
   * @throws PluginRefused if it does not work
   */
  String watch(Bundle bundle) throws PluginRefused, InterruptedException {
    long start = System.nanoTime();
    Map<String, Long> first = new HashMap<>();
    while (true) {
      Duration passed = Duration.ofNanos(System.nanoTime() - start);
      List<ComponentProblem> problems = components.problems(bundle);
      List<ComponentView> moving = moving(bundle.getSymbolicName());
      refuseFailed(bundle, problems, moving);
      boolean waits = problems.stream().anyMatch(p -> p.cause() == Cause.SERVICE_MISSING);
      if (!waits && moving.stream().anyMatch(component -> hasMoved(component, first))) {
        return "it works: the first events have passed";
      }
      if (!waits && passed.compareTo(limits.quiet()) >= 0) {
        return "nothing was wrong for %d ms".formatted(limits.quiet().toMillis());
      }
      if (passed.compareTo(limits.patience()) >= 0) {
        throw new PluginRefused(words(problems.stream()));
      }
      Thread.sleep(LOOK);
    }
  }

  /** Totals go on over upgrades, so only what is more than at the first look counts. */
  private static boolean hasMoved(ComponentView component, Map<String, Long> first) {
    Long before = first.putIfAbsent(component.name(), component.events());
    return before != null && component.events() > before;
  }

  private static void refuseFailed(
      Bundle bundle, List<ComponentProblem> problems, List<ComponentView> moving)
      throws PluginRefused {
    if (bundle.getState() != Bundle.ACTIVE && bundle.getState() != Bundle.STARTING) {
      throw new PluginRefused("it stopped by itself");
    }
    if (problems.stream().anyMatch(Trial::fatal)) {
      throw new PluginRefused(words(problems.stream().filter(Trial::fatal)));
    }
    for (ComponentView component : moving) {
      if (failed(component)) {
        throw new PluginRefused("%s failed: %s".formatted(component.name(), component.reason()));
      }
    }
  }

  private static boolean fatal(ComponentProblem problem) {
    return problem.cause() == Cause.ACTIVATION_FAILED;
  }

  private static boolean failed(ComponentView component) {
    return component.state() == ComponentState.FAILED
        || component.state() == ComponentState.QUARANTINED;
  }

  private static String words(Stream<ComponentProblem> problems) {
    return problems.map(ComponentProblem::words).collect(Collectors.joining("; also "));
  }

  private List<ComponentView> moving(String plugin) {
    return pipeline.get().map(Pipeline::view).map(view -> of(view, plugin)).orElse(List.of());
  }

  private static List<ComponentView> of(PipelineView view, String plugin) {
    return Stream.concat(view.sources().stream(), view.sinks().stream())
        .filter(component -> component.bundle().equals(plugin))
        .toList();
  }
}
