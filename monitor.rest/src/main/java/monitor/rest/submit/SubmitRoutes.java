package monitor.rest.submit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.source.EventStream;
import monitor.rest.http.BadJson;
import monitor.rest.http.Call;
import monitor.rest.http.Json;
import monitor.rest.http.Permission;
import monitor.rest.http.Problem;
import monitor.rest.http.Reply;
import monitor.rest.http.Route;

/** The route that takes metrics: 202 means that they are safe. */
public final class SubmitRoutes {
  /** How long a client waits to hear that its events are safe. */
  private static final long PATIENCE_SECONDS = 10;

  private final Intake intake;
  private final InstantSource clock;

  /** Hands in there. */
  public SubmitRoutes(Intake intake, InstantSource clock) {
    this.intake = intake;
    this.clock = clock;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(new Route("POST", "/api/v1/metrics", Permission.SUBMIT, this::submit));
  }

  private Reply submit(Call call) throws IOException {
    call.parameters().finish();
    List<Event> events = MetricsReader.read(tree(call.body()), clock.instant());
    if (events.size() > EventStream.MAX_EVENTS) {
      throw Problem.of(
              413, "too-many-metrics", "More than %d metrics.".formatted(EventStream.MAX_EVENTS))
          .hint("Send them in several requests.");
    }
    CompletionStage<Reply> reply =
        intake
            .submit(events)
            .toCompletableFuture()
            .copy()
            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .handle((outcome, error) -> reply(outcome, error, events.size()));
    return new Reply.Later(reply);
  }

  private static JsonNode tree(byte[] body) {
    try {
      return Json.tree(body);
    } catch (IOException e) {
      throw BadJson.problem(e);
    }
  }

  private static Reply reply(Outcome outcome, Throwable error, int count) {
    if (error != null) {
      throw error instanceof IllegalArgumentException
          ? Problem.of(413, "too-large", "The metrics do not fit into one batch.")
              .hint("Send them in several requests.")
          : notNow("the runtime did not say in time that they are safe");
    }
    return switch (outcome) {
      case Outcome.Accepted accepted -> Reply.json(202, Map.of("accepted", count));
      case Outcome.PartlyAccepted partly ->
          Reply.json(202, Map.of("accepted", count - partly.refused().size()));
      case Outcome.Retry retry -> throw notNow(retry.reason());
      case Outcome.Behind behind -> throw notNow("storage is behind");
      case Outcome.Conflict conflict -> throw notNow(conflict.reason());
      case Outcome.Rejected rejected ->
          throw Problem.of(409, "rejected", "The metrics were refused: " + rejected.reason());
    };
  }

  private static Problem notNow(String reason) {
    return Problem.unavailable("not-taken", "The metrics cannot be taken now: " + reason + ".", 2)
        .hint("Send them again after the time in Retry-After.");
  }
}
