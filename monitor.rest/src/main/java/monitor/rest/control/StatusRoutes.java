package monitor.rest.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import monitor.api.operation.ComponentState;
import monitor.api.operation.ComponentView;
import monitor.api.operation.Pipeline;
import monitor.api.operation.PipelineView;
import monitor.api.operation.Platform;
import monitor.api.operation.PluginView;
import monitor.rest.health.Check;
import monitor.rest.health.ProcessCost;
import monitor.rest.health.Readiness;
import monitor.rest.http.Call;
import monitor.rest.http.Json;
import monitor.rest.http.Permission;
import monitor.rest.http.Reply;
import monitor.rest.http.Route;
import monitor.rest.offers.Offers;
import monitor.rest.views.JournalShape;

/** Routes that say what runs here and how it is. */
public final class StatusRoutes {
  /** States that nobody needs to look after; what is switched off is so by a person's wish. */
  private static final Set<ComponentState> WELL =
      Set.of(ComponentState.ACTIVE, ComponentState.DISABLED);

  private final Platform platform;
  private final Offers offers;
  private final Readiness readiness;
  private final InstantSource clock;

  /** Of this platform. */
  public StatusRoutes(Platform platform, Offers offers, Readiness readiness, InstantSource clock) {
    this.platform = platform;
    this.offers = offers;
    this.readiness = readiness;
    this.clock = clock;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        new Route("GET", "/api/v1/openapi.json", Permission.PUBLIC, this::openApi),
        new Route("GET", "/api/v1/version", Permission.SIGNED_IN, this::version),
        new Route("GET", "/api/v1/status", Permission.READ, this::status));
  }

  private Reply openApi(Call call) throws IOException {
    call.parameters().finish();
    try (InputStream document = Json.class.getResourceAsStream("openapi.json")) {
      byte[] bytes = Objects.requireNonNull(document).readAllBytes();
      return new Reply.Content(200, "application/json", bytes, Map.of());
    }
  }

  private Reply version(Call call) {
    call.parameters().finish();
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("version", platform.version());
    shape.put("distribution", platform.distribution());
    shape.put("api", "v1");
    shape.put("java", Runtime.version().toString());
    return Reply.json(shape);
  }

  private Reply status(Call call) {
    call.parameters().finish();
    Instant now = clock.instant();
    List<Check> checks = readiness.checks();
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("version", platform.version());
    shape.put("distribution", platform.distribution());
    shape.put("host", platform.host());
    shape.put("time", now);
    shape.put("started", platform.started());
    shape.put("uptimeSeconds", Duration.between(platform.started(), now).toMillis() / 1e3);
    shape.put("ready", Readiness.ready(checks));
    shape.put("checks", checks);
    shape.put("plugins", plugins());
    pipeline(shape, offers.pipeline().now().map(Pipeline::view));
    shape.put("storage", storage());
    shape.put("process", process());
    lastCrash().ifPresent(crash -> shape.put("lastCrash", crash));
    return Reply.json(shape);
  }

  /** What the supervisor wrote down when the platform last ended unexpectedly. */
  private Optional<JsonNode> lastCrash() {
    try {
      byte[] note = Files.readAllBytes(platform.data().resolve("run/crash.json"));
      return Optional.of(Json.tree(note));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Map<String, Long> plugins() {
    return offers.deployer().now().stream()
        .flatMap(deployer -> deployer.plugins().stream())
        .collect(Collectors.groupingBy(PluginView::state, TreeMap::new, Collectors.counting()));
  }

  private static void pipeline(Map<String, Object> shape, Optional<PipelineView> view) {
    List<ComponentView> sources = view.map(PipelineView::sources).orElse(List.of());
    List<ComponentView> sinks = view.map(PipelineView::sinks).orElse(List.of());
    List<ComponentView> essential = sinks.stream().filter(ComponentView::essential).toList();
    shape.put("sources", sources.size());
    shape.put("sinks", sinks.size());
    shape.put(
        "attention",
        Stream.concat(sources.stream(), sinks.stream())
            .filter(each -> !WELL.contains(each.state()))
            .map(StatusRoutes::attention)
            .toList());
    shape.put("rates", Map.of("in", rate(sources), "out", rate(essential)));
    shape.put("journal", view.map(each -> JournalShape.of(each.journal())).orElse(null));
  }

  private static Map<String, Object> attention(ComponentView component) {
    return Map.of(
        "type", component.type(),
        "name", component.name(),
        "state", component.state().label(),
        "reason", component.reason());
  }

  private static double rate(List<ComponentView> components) {
    return components.stream().mapToDouble(ComponentView::eventsPerSecond).sum();
  }

  private Map<String, Object> storage() {
    boolean available = offers.storage().now().isPresent();
    return Map.of("available", available, "reason", available ? "" : "no storage plugin is active");
  }

  private static Map<String, Object> process() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("pid", ProcessHandle.current().pid());
    shape.put("cpuSeconds", ProcessCost.cpuSeconds());
    shape.put("heapUsedBytes", heap.getUsed());
    shape.put("heapMaxBytes", heap.getMax());
    shape.put("threads", ManagementFactory.getThreadMXBean().getThreadCount());
    return shape;
  }
}
