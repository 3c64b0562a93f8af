package monitor.rest.control;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import monitor.api.operation.ComponentView;
import monitor.api.operation.Pipeline;
import monitor.api.operation.PipelineView;
import monitor.rest.http.Call;
import monitor.rest.http.Handler;
import monitor.rest.http.Permission;
import monitor.rest.http.Problem;
import monitor.rest.http.Reply;
import monitor.rest.http.Route;
import monitor.rest.offers.Offers;
import monitor.rest.views.ComponentShape;
import monitor.rest.views.PipelineShape;

/** Routes of the pipeline, its sources and sinks. */
public final class PipelineRoutes {
  private static final String SOURCE = "/api/v1/sources/{name}";

  private final Offers offers;
  private final InstantSource clock;

  /** Through the pipeline offered. */
  public PipelineRoutes(Offers offers, InstantSource clock) {
    this.offers = offers;
    this.clock = clock;
  }

  /** The routes. */
  public List<Route> routes() {
    Permission read = Permission.READ;
    Permission operate = Permission.OPERATE;
    return List.of(
        new Route("GET", "/api/v1/pipeline", read, this::pipeline),
        new Route("GET", "/api/v1/sources", read, list("sources", PipelineView::sources)),
        new Route("GET", SOURCE, read, one("source", PipelineView::sources)),
        new Route("GET", "/api/v1/sinks", read, list("sinks", PipelineView::sinks)),
        new Route("GET", "/api/v1/sinks/{name}", read, one("sink", PipelineView::sinks)),
        new Route("POST", SOURCE + "/pause", operate, act(Pipeline::pause)),
        new Route("POST", SOURCE + "/resume", operate, act(Pipeline::resume)),
        new Route("POST", SOURCE + "/restart", operate, act(Pipeline::restart)));
  }

  private Reply pipeline(Call call) {
    call.parameters().finish();
    return Reply.json(PipelineShape.of(clock.instant(), offers.requiredPipeline()));
  }

  private Handler list(String member, Function<PipelineView, List<ComponentView>> of) {
    return call -> {
      call.parameters().finish();
      PipelineView view = offers.requiredPipeline().view();
      return Reply.json(Map.of(member, of.apply(view).stream().map(ComponentShape::of).toList()));
    };
  }

  private Handler one(String type, Function<PipelineView, List<ComponentView>> of) {
    return call -> {
      call.parameters().finish();
      return Reply.json(find(type, call.path("name"), of));
    };
  }

  private ComponentShape find(
      String type, String name, Function<PipelineView, List<ComponentView>> of) {
    return of.apply(offers.requiredPipeline().view()).stream()
        .filter(component -> component.name().equals(name))
        .findFirst()
        .map(ComponentShape::of)
        .orElseThrow(() -> Problem.missing(type, name));
  }

  private Handler act(BiConsumer<Pipeline, String> action) {
    return call -> {
      String name = call.path("name");
      try {
        action.accept(offers.requiredPipeline(), name);
      } catch (NoSuchElementException e) {
        throw Problem.missing("source", name);
      }
      return Reply.json(202, find("source", name, PipelineView::sources));
    };
  }
}
