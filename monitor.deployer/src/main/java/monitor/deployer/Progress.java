package monitor.deployer;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import monitor.api.operation.Deployment;
import monitor.api.operation.Deployment.Action;
import monitor.api.operation.Deployment.State;
import monitor.api.operation.Deployment.Step;
import org.jspecify.annotations.Nullable;

/** How one deployment goes on; every change is noted at once. Used by one thread at a time. */
final class Progress {
  private final Consumer<Deployment> told;
  private final InstantSource clock;
  private Deployment now;

  Progress(DeploymentLog log, InstantSource clock, Request request) {
    this(log.newId(clock.instant()), log::update, clock, request);
  }

  /** Of a change that is only looked at. */
  static Progress untold(InstantSource clock, Request request) {
    return new Progress("", deployment -> {}, clock, request);
  }

  private Progress(String id, Consumer<Deployment> told, InstantSource clock, Request request) {
    this.told = told;
    this.clock = clock;
    Instant start = clock.instant();
    this.now =
        new Deployment(
            id,
            request.action(),
            request.subject(),
            null,
            null,
            request.requester().name(),
            request.requester().why(),
            State.RUNNING,
            "",
            List.of(),
            start,
            null);
    told.accept(now);
  }

  Deployment now() {
    return now;
  }

  /** Says which plugin is changed, and how, once that is known. */
  void concerns(Action action, String plugin, @Nullable String from, @Nullable String to) {
    set(action, plugin, from, to, now.state(), now.reason(), now.steps(), null);
  }

  void began(String step) {
    List<Step> steps = new ArrayList<>(now.steps());
    steps.add(new Step(step, "running", "", clock.instant(), null));
    steps(steps);
  }

  void did(String detail) {
    endStep("done", detail);
  }

  void failed(String detail) {
    endStep("failed", detail);
  }

  private void endStep(String state, String detail) {
    List<Step> steps = new ArrayList<>(now.steps());
    Step last = steps.removeLast();
    steps.add(new Step(last.name(), state, detail, last.started(), clock.instant()));
    steps(steps);
  }

  void ended(State state, String reason) {
    set(
        now.action(),
        now.plugin(),
        now.fromVersion(),
        now.toVersion(),
        state,
        reason,
        now.steps(),
        clock.instant());
  }

  private void steps(List<Step> steps) {
    set(
        now.action(),
        now.plugin(),
        now.fromVersion(),
        now.toVersion(),
        now.state(),
        now.reason(),
        steps,
        null);
  }

  private void set(
      Action action,
      String plugin,
      @Nullable String from,
      @Nullable String to,
      State state,
      String reason,
      List<Step> steps,
      @Nullable Instant finished) {
    now =
        new Deployment(
            now.id(),
            action,
            plugin,
            from,
            to,
            now.requestedBy(),
            now.why(),
            state,
            reason,
            steps,
            now.started(),
            finished);
    told.accept(now);
  }
}
