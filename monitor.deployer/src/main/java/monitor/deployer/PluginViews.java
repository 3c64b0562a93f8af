package monitor.deployer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import monitor.api.operation.ComponentState;
import monitor.api.operation.ComponentView;
import monitor.api.operation.Cost;
import monitor.api.operation.Pipeline;
import monitor.api.operation.PipelineView;
import monitor.api.operation.PluginView;
import monitor.deployer.explain.ComponentProblem;
import monitor.deployer.explain.ComponentProblem.Cause;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * Puts together what record, framework, component runtime and pipeline know of a plugin. Used by
 * any thread.
 */
final class PluginViews {
  private static final String PROBE = "monitor.probe";

  private final PluginBundles bundles;
  private final WiringCheck wiring;
  private final Components components;
  private final Supplier<Optional<Pipeline>> pipeline;
  private final StartFailures failures;

  PluginViews(
      PluginBundles bundles,
      WiringCheck wiring,
      Components components,
      Supplier<Optional<Pipeline>> pipeline,
      StartFailures failures) {
    this.bundles = bundles;
    this.wiring = wiring;
    this.components = components;
    this.pipeline = pipeline;
    this.failures = failures;
  }

  /** The plugins with these records, by name. */
  List<PluginView> of(Iterable<PluginRecord> records) {
    List<ComponentView> all = pipeline.get().map(PluginViews::everything).orElse(List.of());
    List<PluginView> views = new ArrayList<>();
    for (PluginRecord record : records) {
      if (!record.removed()) {
        views.add(
            view(record, all.stream().filter(c -> c.bundle().equals(record.name())).toList()));
      }
    }
    views.sort(Comparator.comparing(PluginView::name));
    return views;
  }

  private static List<ComponentView> everything(Pipeline pipeline) {
    PipelineView view = pipeline.view();
    return Stream.of(view.sources(), view.sinks(), pipeline.waiting())
        .flatMap(List::stream)
        .toList();
  }

  private PluginView view(PluginRecord record, List<ComponentView> moving) {
    Bundle bundle = bundles.find(record.name()).orElse(null);
    PluginState state = state(record, bundle, moving);
    return new PluginView(
        record.name(),
        record.version(),
        state.label(),
        state.reason(),
        provides(bundle, moving),
        Grants.merge(moving.stream().map(ComponentView::grant).toList()),
        Map.of("in", rate(moving, "sink"), "out", rate(moving, "source")),
        moving.stream().map(ComponentView::cost).reduce(Cost.NONE, Cost::plus),
        record.pinned(),
        record.origin() == Origin.BUNDLED,
        description(bundle));
  }

  private PluginState state(
      PluginRecord record, @Nullable Bundle bundle, List<ComponentView> moving) {
    if (record.disabled()) {
      return new PluginState("disabled", disabledBy(record));
    }
    Optional<String> failure = failures.reason(record.name());
    if (bundle == null) {
      return new PluginState("failed", failure.orElse("it is not installed"));
    }
    return switch (bundle.getState()) {
      case Bundle.INSTALLED ->
          new PluginState(
              "unresolved",
              failure.or(() -> wiring.problem(bundle)).orElse("it waits for its start"));
      case Bundle.ACTIVE -> PluginState.of(PartState.of(parts(bundle, moving)));
      default ->
          new PluginState(
              failure.isPresent() ? "failed" : "inactive",
              failure.orElse("it waits for its start"));
    };
  }

  private static String disabledBy(PluginRecord record) {
    if (record.history().isEmpty()) {
      return "it was disabled";
    }
    PluginRecord.Entry last = record.history().getFirst();
    return "it was disabled by "
        + (last.requestedBy().equals(CrashBreaker.REQUESTER)
            ? "the "
                + last.requestedBy()
                + ", because the process ended because of it "
                + last.why()
            : last.requestedBy());
  }

  /** What nobody has configured is a part only where there is nothing else: it is not wrong. */
  private List<PartState> parts(Bundle bundle, List<ComponentView> moving) {
    List<ComponentProblem> problems = components.problems(bundle);
    List<PartState> parts = new ArrayList<>();
    problems.stream()
        .filter(problem -> problem.cause() != Cause.CONFIGURATION_MISSING)
        .forEach(problem -> parts.add(part(problem)));
    moving.forEach(component -> parts.add(part(component)));
    if (moving.isEmpty() && components.satisfied(bundle) > 0) {
      parts.add(PartState.ACTIVE);
    }
    return parts.isEmpty() ? problems.stream().map(PluginViews::part).toList() : parts;
  }

  private static PartState part(ComponentProblem problem) {
    boolean failed = problem.cause() == Cause.ACTIVATION_FAILED;
    return new PartState(failed ? ComponentState.FAILED : ComponentState.INACTIVE, problem.words());
  }

  private static PartState part(ComponentView component) {
    String reason = component.reason();
    return new PartState(
        component.state(), reason.isEmpty() ? "" : component.name() + ": " + reason);
  }

  private static List<String> provides(@Nullable Bundle bundle, List<ComponentView> moving) {
    Stream<String> probes =
        bundle == null || bundle.getRegisteredServices() == null
            ? Stream.empty()
            : Stream.of(bundle.getRegisteredServices())
                .map(PluginViews::probe)
                .flatMap(Optional::stream);
    return Stream.concat(moving.stream().map(ComponentView::name), probes)
        .distinct()
        .sorted()
        .toList();
  }

  private static Optional<String> probe(ServiceReference<?> service) {
    return Optional.ofNullable(service.getProperty(PROBE)).map(Object::toString);
  }

  private static double rate(List<ComponentView> moving, String type) {
    return moving.stream()
        .filter(component -> component.type().equals(type))
        .mapToDouble(ComponentView::eventsPerSecond)
        .sum();
  }

  private static String description(@Nullable Bundle bundle) {
    String header = bundle == null ? null : bundle.getHeaders().get(Constants.BUNDLE_DESCRIPTION);
    return header == null ? "" : header;
  }
}
