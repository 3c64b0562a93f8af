package monitor.deployer;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import monitor.api.operation.Deployment;
import monitor.api.operation.Deployment.Action;
import monitor.api.operation.Deployment.State;
import monitor.api.operation.Deployment.Step;
import org.jspecify.annotations.Nullable;

/**
 * How one deployment goes on; every change is told at once, and noted on disk unless the plugin
 * stands still meanwhile: a start after a crash goes by what is in force and needs no more than to
 * know that the plugin was being changed. Used by one thread at a time.
 */
final class Progress {
  private final Told told;
  private final InstantSource clock;
  private Deployment now;
  private boolean hurried;

  /** Is told how it stands. */
  @FunctionalInterface
  private interface Told {
    void to(Deployment now, boolean noted);
  }

  Progress(DeploymentLog log, InstantSource clock, Request request) {
    this(log.newId(clock.instant()), log::update, clock, request);
  }

  /** Of a change that is only looked at. */
  static Progress untold(InstantSource clock, Request request) {
    return new Progress("", (now, noted) -> {}, clock, request);
  }

  private Progress(String id, Told told, InstantSource clock, Request request) {
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
    told.to(now, true);
  }

  Deployment now() {
    return now;
  }

  /** Says which plugin is changed, and how, once that is known. */
  void concerns(Action action, String plugin, @Nullable String from, @Nullable String to) {
    set(action, plugin, from, to, now.state(), now.reason(), now.steps(), null, true);
  }

  /**
   * A step begins.
   *
   * @param inHurry whether the plugin stands still from then to the next step
   */
  void began(String step, boolean inHurry) {
    boolean noted = !(hurried && inHurry);
    hurried = inHurry;
    List<Step> steps = new ArrayList<>(now.steps());
    steps.add(new Step(step, "running", "", clock.instant(), null));
    steps(steps, noted);
  }

  void did(String detail) {
    endStep("done", detail, !hurried);
  }

  void failed(String detail) {
    endStep("failed", detail, false);
  }

  private void endStep(String state, String detail, boolean noted) {
    List<Step> steps = new ArrayList<>(now.steps());
    Step last = steps.removeLast();
    steps.add(new Step(last.name(), state, detail, last.started(), clock.instant()));
    steps(steps, noted);
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
        clock.instant(),
        true);
  }

  private void steps(List<Step> steps, boolean noted) {
    set(
        now.action(),
        now.plugin(),
        now.fromVersion(),
        now.toVersion(),
        now.state(),
        now.reason(),
        steps,
        null,
        noted);
  }

  private void set(
      Action action,
      String plugin,
      @Nullable String from,
      @Nullable String to,
      State state,
      String reason,
      List<Step> steps,
      @Nullable Instant finished,
      boolean noted) {
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
    told.to(now, noted);
  }
}
