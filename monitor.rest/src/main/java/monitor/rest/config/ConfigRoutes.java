package monitor.rest.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import monitor.api.operation.ConfigurationRefusedException;
import monitor.api.operation.ConfigurationTable;
import monitor.api.operation.ConfigurationTables;
import monitor.api.operation.Requester;
import monitor.rest.http.BadJson;
import monitor.rest.http.Call;
import monitor.rest.http.Json;
import monitor.rest.http.Permission;
import monitor.rest.http.Problem;
import monitor.rest.http.Reply;
import monitor.rest.http.Route;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Routes that show the configuration, and set what stands over its files. */
public final class ConfigRoutes {
  private final BundleContext context;

  /** Of this framework. */
  public ConfigRoutes(BundleContext context) {
    this.context = context;
  }

  /** The routes. */
  public List<Route> routes() {
    Permission admin = Permission.ADMINISTER;
    return List.of(
        new Route("GET", "/api/v1/config", admin, this::tables),
        new Route("GET", "/api/v1/config/{pid}", admin, this::table),
        new Route("GET", "/api/v1/config/{pid}/schema", Permission.READ, this::schema),
        new Route("PUT", "/api/v1/config/{pid}", admin, this::set));
  }

  private ConfigurationTables offered() {
    ServiceReference<ConfigurationTables> reference =
        context.getServiceReference(ConfigurationTables.class);
    ConfigurationTables tables = reference == null ? null : context.getService(reference);
    if (tables == null) {
      throw Problem.unavailable("no-configuration", "The configuration is not there (yet).", 5)
          .hint("Look at the bundle monitor.config.");
    }
    return tables;
  }

  private Reply tables(Call call) {
    call.parameters().finish();
    return Reply.json(Map.of("tables", offered().tables().stream().map(TableShape::of).toList()));
  }

  private Reply table(Call call) {
    call.parameters().finish();
    return Reply.json(TableShape.of(required(call.path("pid"))));
  }

  private Reply schema(Call call) {
    call.parameters().finish();
    return Reply.json(TableShape.schema(required(call.path("pid"))));
  }

  private ConfigurationTable required(String pid) {
    return offered().tables().stream()
        .filter(table -> table.pid().equals(pid))
        .findFirst()
        .orElseThrow(() -> Problem.missing("table", pid));
  }

  private Reply set(Call call) throws IOException {
    var parameters = call.parameters();
    boolean dryRun = parameters.truth("dryRun");
    parameters.finish();
    String pid = call.path("pid");
    Requester requester = new Requester(call.identity().name(), "");
    try {
      offered().set(pid, values(call.body()), requester, dryRun);
    } catch (ConfigurationRefusedException e) {
      throw refused(e, pid);
    }
    return Reply.empty();
  }

  private static Problem refused(ConfigurationRefusedException refusal, String pid) {
    String message = String.valueOf(refusal.getMessage());
    return switch (refusal.reason()) {
      case UNKNOWN -> Problem.missing("table", pid);
      case CLOSED ->
          Problem.of(403, "table-closed", message)
              .about(pid)
              .hint("It decides who may come in or what may run.");
      case FILES -> Problem.of(409, "files-wrong", message).hint("Correct them first.");
      case WRONG ->
          Problem.invalid(
              refusal.problems().entrySet().stream()
                  .map(entry -> new Problem.Fault("values." + entry.getKey(), entry.getValue()))
                  .toList());
    };
  }

  /** The values of a body {@code {"values": {"key": value}}}. */
  private static Map<String, Object> values(byte[] body) {
    JsonNode json = tree(body);
    JsonNode fields = json.path("values");
    if (!json.isObject() || json.size() != 1 || !fields.isObject()) {
      throw Problem.parameter("values", "has to be an object, and the only field");
    }
    Map<String, Object> values = new TreeMap<>();
    List<Problem.Fault> faults = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      Optional.ofNullable(value(field.getValue()))
          .ifPresentOrElse(
              value -> values.put(field.getKey(), value),
              () ->
                  faults.add(
                      new Problem.Fault(
                          "values." + field.getKey(),
                          "has to be a text, a number, true, false, or a list of them")));
    }
    if (!faults.isEmpty()) {
      throw Problem.invalid(faults);
    }
    return values;
  }

  private static JsonNode tree(byte[] body) {
    try {
      return Json.tree(body);
    } catch (IOException e) {
      throw BadJson.problem(e);
    }
  }

  private static @Nullable Object value(JsonNode node) {
    if (!node.isArray()) {
      return scalar(node);
    }
    List<Object> items = new ArrayList<>();
    for (JsonNode item : node) {
      Object value = scalar(item);
      if (value == null) {
        return null;
      }
      items.add(value);
    }
    return items;
  }

  private static @Nullable Object scalar(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue();
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.longValue();
    }
    return node.isFloatingPointNumber() && Double.isFinite(node.doubleValue())
        ? node.doubleValue()
        : null;
  }
}
