package monitor.rest.alerts;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import monitor.api.query.AlertChannel;
import monitor.api.query.AlertRuleView;
import monitor.api.query.Alerts;
import monitor.rest.http.Call;
import monitor.rest.http.Permission;
import monitor.rest.http.Problem;
import monitor.rest.http.Reply;
import monitor.rest.http.Route;
import monitor.rest.offers.Offers;
import org.jspecify.annotations.Nullable;

/** Alerts, their rules, and where they are told. */
public final class AlertRoutes {
  private static final String RULE = "/api/v1/rules/{name}";

  private final Offers offers;

  /** Through the alerts offered. */
  public AlertRoutes(Offers offers) {
    this.offers = offers;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        new Route("GET", "/api/v1/alerts", Permission.READ, this::alerts),
        new Route("GET", "/api/v1/rules", Permission.READ, this::rules),
        new Route("PUT", RULE, Permission.OPERATE, this::put),
        new Route("DELETE", RULE, Permission.OPERATE, this::remove),
        new Route("GET", "/api/v1/channels", Permission.READ, this::channels));
  }

  private Reply alerts(Call call) {
    call.parameters().finish();
    Alerts alerts = offers.requiredAlerts();
    return Reply.json(
        Map.of(
            "alerts", alerts.active().stream().map(AlertShape::of).toList(),
            "ended", alerts.ended().stream().map(AlertShape::of).toList()));
  }

  private Reply rules(Call call) {
    call.parameters().finish();
    return Reply.json(
        Map.of("rules", offers.requiredAlerts().rules().stream().map(AlertRoutes::shape).toList()));
  }

  private static Map<String, @Nullable Object> shape(AlertRuleView view) {
    Map<String, @Nullable Object> shape = new LinkedHashMap<>();
    shape.put("name", view.name());
    shape.put("origin", view.origin().isEmpty() ? "api" : view.origin());
    shape.put("editable", view.origin().isEmpty());
    shape.put("problem", view.problem());
    shape.put("rule", view.rule() == null ? null : RuleBody.of(view.rule()));
    return shape;
  }

  private Reply put(Call call) throws IOException {
    call.parameters().finish();
    String name = call.path("name");
    RuleBody body = call.json(RuleBody.class);
    Alerts alerts = offers.requiredAlerts();
    change(name, () -> alerts.put(body.rule(name)));
    return alerts.rules().stream()
        .filter(view -> view.name().equals(name))
        .findFirst()
        .map(view -> Reply.json(shape(view)))
        .orElseThrow(() -> Problem.missing("rule", name));
  }

  private Reply remove(Call call) throws IOException {
    call.parameters().finish();
    String name = call.path("name");
    Alerts alerts = offers.requiredAlerts();
    change(
        name,
        () -> {
          if (!alerts.remove(name)) {
            throw Problem.missing("rule", name);
          }
        });
    return Reply.empty();
  }

  /** Changes something. */
  @FunctionalInterface
  private interface Change {
    void make() throws IOException;
  }

  private static void change(String name, Change change) throws IOException {
    try {
      change.make();
    } catch (IllegalArgumentException e) {
      throw Problem.invalid(
          String.valueOf(e.getMessage()).lines().map(AlertRoutes::fault).toList());
    } catch (IllegalStateException e) {
      String message = String.valueOf(e.getMessage());
      throw Problem.of(
              409,
              "rule-not-editable",
              message.substring(0, 1).toUpperCase(Locale.ROOT) + message.substring(1) + ".")
          .about(name)
          .hint("A rule of a configuration file is changed there.");
    }
  }

  /** Keys of the configuration have dashes, fields do not. */
  private static Problem.Fault fault(String line) {
    String[] parts = line.split(": ", 2);
    String field =
        switch (parts[0]) {
          case "cool-down" -> "coolDown";
          case "no-data" -> "noData";
          default -> parts[0];
        };
    return new Problem.Fault(field, parts.length == 2 ? parts[1] : line);
  }

  private Reply channels(Call call) {
    call.parameters().finish();
    return Reply.json(
        Map.of(
            "channels",
            offers.requiredAlerts().channels().stream().map(AlertRoutes::shape).toList()));
  }

  private static Map<String, @Nullable Object> shape(AlertChannel channel) {
    Map<String, @Nullable Object> shape = new LinkedHashMap<>();
    shape.put("name", channel.name());
    shape.put("type", "webhook");
    shape.put("target", channel.target());
    shape.put("waiting", channel.waiting());
    shape.put("delivered", channel.delivered());
    shape.put("dropped", channel.dropped());
    shape.put("lastDelivered", channel.lastDelivered());
    shape.put("problem", channel.problem());
    return shape;
  }
}
