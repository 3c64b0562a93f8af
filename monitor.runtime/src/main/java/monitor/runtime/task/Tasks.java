package monitor.runtime.task;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Grant;
import monitor.api.operation.PerformerView;
import monitor.api.task.Assignment;
import monitor.api.task.Task;
import monitor.api.task.TaskRouter;
import monitor.runtime.negotiation.Negotiation;
import monitor.runtime.negotiation.Negotiator;

/** Those who do tasks, and what they may do now. Safe for many threads; never blocks. */
public final class Tasks implements TaskRouter {
  private final Negotiator negotiator;
  private final List<Performer> performers = new CopyOnWriteArrayList<>();

  /** Nobody yet. */
  public Tasks(Negotiator negotiator) {
    this.negotiator = negotiator;
  }

  /** One that does tasks. */
  private record Performer(PerformerSpec spec, Object service, Grant grant) {
    boolean does(Class<?> type, Task task) {
      return type.isInstance(service) && spec.tasks().contains(task.kind());
    }
  }

  /** Somebody comes; goes when the handle is closed. */
  public synchronized Handle add(PerformerSpec spec, Object service) {
    performers.add(new Performer(spec, service, negotiate(spec)));
    return () -> performers.removeIf(one -> one.service() == service);
  }

  /** Takes back what was added; may be called repeatedly. */
  @FunctionalInterface
  public interface Handle extends AutoCloseable {
    @Override
    void close();
  }

  private Grant negotiate(PerformerSpec spec) {
    return negotiator.negotiate(spec.bundle(), spec.requires().or(spec.uses()), spec.requires());
  }

  /** Host or policy changed. */
  public synchronized void renegotiate() {
    performers.replaceAll(one -> new Performer(one.spec(), one.service(), negotiate(one.spec())));
  }

  /** Who there is, by name. */
  public List<PerformerView> views() {
    return performers.stream()
        .map(one ->
            new PerformerView(
                one.spec().name(), one.spec().bundle(), one.spec().tasks(), one.grant()))
        .sorted(Comparator.comparing(PerformerView::name))
        .toList();
  }

  @Override
  public <P> Assignment<P> assign(Class<P> type, Task task) {
    List<Performer> able = new ArrayList<>(performers);
    able.removeIf(one -> !one.does(type, task));
    return able.stream()
        .filter(mayDo(task))
        .findFirst()
        .<Assignment<P>>map(one ->
            new Assignment.Assigned<>(type.cast(one.service()), one.spec().name(), one.grant()))
        .orElseGet(() ->
            new Assignment.Refused<>(able.isEmpty() ? nobody(type, task) : lacking(able, task)));
  }

  private static Predicate<Performer> mayDo(Task task) {
    return one -> one.grant().sufficient() && one.grant().granted().contains(task.needs());
  }

  private String nobody(Class<?> type, Task task) {
    String known =
        performers.stream()
            .filter(one -> type.isInstance(one.service()))
            .flatMap(one -> one.spec().tasks().stream())
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return "nobody does '%s'; known are %s"
        .formatted(task.kind(), known.isEmpty() ? "none" : known);
  }

  private static String lacking(List<Performer> able, Task task) {
    return able.stream().map(one -> lacking(one, task)).collect(Collectors.joining("; "));
  }

  private static String lacking(Performer one, Task task) {
    Grant grant = one.grant();
    Capabilities missing = grant.required().or(task.needs()).minus(grant.granted());
    String undeclared =
        missing.minus(grant.declared()).isEmpty() ? "" : ", which it never asked for";
    String refused = Negotiation.explain(grant);
    return "%s lacks %s for '%s'%s%s"
        .formatted(
            one.spec().name(),
            String.join(", ", missing.names()),
            task.kind(),
            undeclared,
            refused.isEmpty() ? "" : ": " + refused);
  }
}
