package monitor.rest.health;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import monitor.rest.http.Call;
import monitor.rest.http.Parameters;
import monitor.rest.http.Permission;
import monitor.rest.http.Reply;
import monitor.rest.http.Route;

/** Routes for those who watch the platform itself. */
public final class HealthRoutes {
  private static final String PLAIN = "text/plain";
  private static final String PROMETHEUS = "text/plain;version=0.0.4";
  private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0";

  private final Readiness readiness;
  private final PlatformMetrics metrics;

  /** Over these. */
  public HealthRoutes(Readiness readiness, PlatformMetrics metrics) {
    this.readiness = readiness;
    this.metrics = metrics;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        new Route("GET", "/livez", Permission.PUBLIC, call -> Reply.text(200, PLAIN, "ok\n")),
        new Route("GET", "/readyz", Permission.PUBLIC, this::ready),
        new Route("GET", "/metrics", Permission.READ, this::metrics));
  }

  private Reply ready(Call call) {
    Parameters parameters = call.parameters();
    boolean verbose = parameters.flag("verbose");
    parameters.finish();
    List<Check> checks = readiness.checks();
    boolean ready = Readiness.ready(checks);
    StringBuilder text = new StringBuilder();
    if (verbose) {
      boolean trusted = call.caller() != null || loopback(call);
      checks.forEach(check -> text.append(line(check, trusted)));
    }
    text.append(ready ? "ready\n" : "not ready\n");
    return Reply.text(ready ? 200 : 503, PLAIN, text.toString());
  }

  private static String line(Check check, boolean trusted) {
    String reason = check.ok() || !trusted ? "" : ": " + check.reason();
    return (check.ok() ? "[+] " : "[-] ") + check.name() + reason + "\n";
  }

  private static boolean loopback(Call call) {
    try {
      return InetAddress.getByName(call.request().sender()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private Reply metrics(Call call) {
    call.parameters().finish();
    String accept = call.request().header("Accept").orElse("");
    boolean open = accept.contains("application/openmetrics-text");
    return Reply.text(200, open ? OPEN_METRICS : PROMETHEUS, metrics.text(open));
  }
}
