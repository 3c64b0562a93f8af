package monitor.rest.query;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import monitor.api.event.Severity;
import monitor.api.query.LogFilter;
import monitor.api.query.LogPage;
import monitor.api.query.Period;
import monitor.api.query.ProbeFilter;
import monitor.api.query.QueryException;
import monitor.api.query.QueryTimeoutException;
import monitor.api.query.RoundPage;
import monitor.api.query.Scope;
import monitor.api.query.SeriesFilter;
import monitor.api.query.SeriesPage;
import monitor.api.query.SeriesPoints;
import monitor.api.query.TelemetryQuery;
import monitor.rest.http.Call;
import monitor.rest.http.Handler;
import monitor.rest.http.Parameters;
import monitor.rest.http.Permission;
import monitor.rest.http.Problem;
import monitor.rest.http.Reply;
import monitor.rest.http.Route;
import monitor.rest.offers.Offers;
import monitor.rest.views.ProcessShape;
import monitor.rest.views.RoundShape;
import monitor.rest.views.TrafficShape;
import org.jspecify.annotations.Nullable;

/** Routes that read what was stored. */
public final class QueryRoutes {
  private static final int MAX_ROWS = 10_000;

  private final Offers offers;
  private final InstantSource clock;

  /** Through the storage offered. */
  public QueryRoutes(Offers offers, InstantSource clock) {
    this.offers = offers;
    this.clock = clock;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        route("history", this::history),
        route("stats", this::statistics),
        route("series", this::series),
        route("logs", this::logs),
        route("reachability", this::reachability),
        route("processes", this::processes),
        route("traffic", this::traffic));
  }

  /** Reads from storage; the parameters were not taken yet. */
  @FunctionalInterface
  private interface Reading {
    Object read(TelemetryQuery storage, Parameters parameters) throws QueryException;
  }

  private Route route(String name, Reading reading) {
    Handler handler = call -> answer(call, reading);
    return new Route("GET", "/api/v1/" + name, Permission.READ, handler);
  }

  private Reply answer(Call call, Reading reading) {
    try {
      return Reply.json(reading.read(offers.requiredStorage(), call.parameters()));
    } catch (QueryTimeoutException e) {
      throw Problem.of(504, "query-timeout", String.valueOf(e.getMessage()))
          .hint("The longest time is query-timeout in the table sink.postgres.");
    } catch (QueryException e) {
      throw Problem.unavailable("storage-unavailable", String.valueOf(e.getMessage()), 2)
          .hint("GET /api/v1/status says how storage stands.");
    }
  }

  private Object history(TelemetryQuery storage, Parameters parameters) throws QueryException {
    Period period = TimeRange.period(parameters, clock.instant());
    Duration step = TimeRange.step(parameters, period).orElse(null);
    SeriesFilter filter = filter(parameters);
    List<SeriesPoints> found = checked("name", () -> storage.history(filter, period, step));
    return Map.of("series", found.stream().map(QueryRoutes::points).toList());
  }

  private static Map<String, Object> points(SeriesPoints series) {
    Map<String, Object> shape =
        head(series.name(), series.host(), series.unit(), series.attributes());
    shape.put("instrument", series.instrument());
    List<Object> points = new ArrayList<>(series.points().size());
    for (SeriesPoints.Point point : series.points()) {
      points.add(Arrays.asList(point.time(), point.value()));
    }
    shape.put("points", points);
    return shape;
  }

  private static Map<String, Object> head(
      String name, String host, String unit, Map<String, Object> attributes) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("name", name);
    shape.put("host", host);
    shape.put("unit", unit);
    shape.put("attributes", attributes);
    return shape;
  }

  private Object statistics(TelemetryQuery storage, Parameters parameters) throws QueryException {
    Period period = TimeRange.period(parameters, clock.instant());
    SeriesFilter filter = filter(parameters);
    return Map.of("series", checked("name", () -> storage.statistics(filter, period)));
  }

  private Object series(TelemetryQuery storage, Parameters parameters) throws QueryException {
    Period period = TimeRange.period(parameters, clock.instant());
    int limit = parameters.number("limit", 5000, 1, MAX_ROWS);
    String cursor = parameters.take("cursor").orElse(null);
    SeriesFilter filter = filter(parameters);
    SeriesPage page = checked("cursor", () -> storage.series(filter, period, limit, cursor));
    return page("series", page.series(), page.next());
  }

  private static SeriesFilter filter(Parameters parameters) {
    String name = parameters.take("name").orElse(null);
    Scope scope = scope(parameters);
    return new SeriesFilter(name, scope, parameters.rest());
  }

  private static Scope scope(Parameters parameters) {
    return new Scope(parameters.take("host").orElse(null), parameters.all("tag."));
  }

  private Object logs(TelemetryQuery storage, Parameters parameters) throws QueryException {
    LogFilter filter =
        new LogFilter(
            TimeRange.period(parameters, clock.instant()),
            parameters.take("query").orElse(null),
            parameters.take("source").orElse(null),
            scope(parameters),
            parameters.take("severity").map(QueryRoutes::severity).orElse(null),
            parameters.take("order").map(QueryRoutes::ascending).orElse(false),
            parameters.number("limit", 200, 1, MAX_ROWS),
            parameters.take("cursor").orElse(null));
    parameters.finish();
    LogPage page = checked("cursor", () -> storage.logs(filter));
    return page("lines", page.lines(), page.next());
  }

  private static Map<String, Object> page(String name, List<?> rows, @Nullable String next) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put(name, rows);
    if (next != null) {
      shape.put("next", next);
    }
    return shape;
  }

  /** Reads from storage. */
  @FunctionalInterface
  private interface Query<T> {
    T run() throws QueryException;
  }

  /** What storage refuses is the fault of that parameter. */
  private static <T> T checked(String parameter, Query<T> query) throws QueryException {
    try {
      return query.run();
    } catch (IllegalArgumentException e) {
      throw Problem.parameter(parameter, String.valueOf(e.getMessage()));
    }
  }

  private static Severity severity(String text) {
    return Arrays.stream(Severity.values())
        .filter(known -> known != Severity.UNSPECIFIED)
        .filter(known -> known.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() ->
            Problem.parameter("severity", "has to be trace, debug, info, warn, error or fatal"));
  }

  private static boolean ascending(String text) {
    return switch (text) {
      case "asc" -> true;
      case "desc" -> false;
      default -> throw Problem.parameter("order", "has to be asc or desc");
    };
  }

  private Object reachability(TelemetryQuery storage, Parameters parameters) throws QueryException {
    ProbeFilter filter =
        new ProbeFilter(
            TimeRange.period(parameters, clock.instant()),
            parameters.take("probe").orElse(null),
            parameters.take("target").orElse(null),
            scope(parameters),
            parameters.number("limit", 1000, 1, MAX_ROWS),
            parameters.take("cursor").orElse(null));
    parameters.finish();
    RoundPage page = checked("cursor", () -> storage.reachability(filter));
    return page("rounds", page.rounds().stream().map(RoundShape::of).toList(), page.next());
  }

  private Object processes(TelemetryQuery storage, Parameters parameters) throws QueryException {
    Scope scope = scope(parameters);
    int limit = parameters.number("limit", 100, 1, MAX_ROWS);
    parameters.finish();
    return Map.of(
        "processes", storage.processes(scope, limit).stream().map(ProcessShape::of).toList());
  }

  private Object traffic(TelemetryQuery storage, Parameters parameters) throws QueryException {
    Period period = TimeRange.period(parameters, clock.instant());
    Scope scope = scope(parameters);
    int limit = parameters.number("limit", 100, 1, MAX_ROWS);
    parameters.finish();
    return TrafficShape.of(storage.traffic(period, scope, limit));
  }
}
