package monitor.testkit;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.LogLine;
import monitor.api.source.EventStream;
import monitor.api.source.Position;
import monitor.api.source.SourceProperties.Overflow;

/** One stream of one run. */
final class HarnessStream implements EventStream {
  private final HarnessContext context;
  private final Kind kind;
  private final Emissions emissions;
  private final Map<String, Position> atStart;

  HarnessStream(HarnessContext context, Kind kind, Emissions emissions) {
    this.context = context;
    this.kind = kind;
    this.emissions = emissions;
    this.atStart = emissions.positions(kind);
  }

  @Override
  public void emit(Event event) {
    emit(List.of(event));
  }

  @Override
  public boolean offer(Event event) {
    context.requireRunning();
    return emissions.offer(unit(List.of(event)));
  }

  @Override
  public void emit(List<Event> unit, Position... after) {
    context.requireRunning();
    Unit stamped = unit(unit, after);
    if (context.declaration().overflow() != Overflow.BLOCK) {
      emissions.offer(stamped);
      return;
    }
    try {
      if (!emissions.await(stamped, context::over)) {
        context.requireRunning();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the buffer was full", e);
    }
  }

  @Override
  public CompletionStage<Outcome> submit(List<Event> events) {
    context.requireRunning();
    CompletionStage<Outcome> answer = context.answer(unit(events));
    return answer.thenApply(outcome -> {
      if (outcome instanceof Outcome.Accepted) {
        emissions.offer(unit(events));
      }
      return outcome;
    });
  }

  @Override
  public Map<String, Position> positions() {
    context.requireRunning();
    return atStart;
  }

  private Unit unit(List<Event> events, Position... after) {
    int bytes = 0;
    for (Event event : events) {
      requireKind(event);
      bytes += event.payload() instanceof LogLine line ? line.body().length() : 0;
    }
    if (events.size() > MAX_EVENTS || bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a unit of %d events and %d bytes is larger than a batch may be (%d, %d)"
              .formatted(events.size(), bytes, MAX_EVENTS, MAX_BYTES));
    }
    return new Unit(kind, events.stream().map(context::stamped).toList(), List.of(after));
  }

  private void requireKind(Event event) {
    if (!event.payload().kind().equals(kind)) {
      throw context.violation(
          "an event of kind '%s' was emitted on the stream of '%s'"
              .formatted(event.payload().kind(), kind));
    }
  }

  static CompletionStage<Outcome> accepted() {
    return CompletableFuture.completedFuture(Outcome.ACCEPTED);
  }
}
