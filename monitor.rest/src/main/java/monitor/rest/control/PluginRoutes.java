package monitor.rest.control;

import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import monitor.api.operation.Deployment;
import monitor.api.operation.Deployment.Action;
import monitor.api.operation.PluginView;
import monitor.api.operation.Requester;
import monitor.rest.http.BoundedBody;
import monitor.rest.http.Call;
import monitor.rest.http.Parameters;
import monitor.rest.http.Permission;
import monitor.rest.http.Problem;
import monitor.rest.http.Reply;
import monitor.rest.http.Request;
import monitor.rest.http.Route;
import monitor.rest.offers.Offers;
import monitor.rest.servlets.PluginServlet;
import monitor.rest.views.DeploymentShape;
import monitor.rest.views.PluginShape;
import org.osgi.framework.BundleContext;

/** Routes of plugins and their deployments. */
public final class PluginRoutes {
  /** Largest jar that can be uploaded, in bytes. */
  public static final long MAX_JAR_BYTES = 256L << 20;

  private static final String PLUGIN = "/api/v1/plugins/{name}";
  private static final Pattern FILE_NAME =
      Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._+~-]{0,199}");
  private static final Set<String> RAW =
      Set.of("application/java-archive", "application/octet-stream", "application/zip");

  private final Offers offers;
  private final BundleContext context;

  /** Through the deployer offered, in this framework. */
  public PluginRoutes(Offers offers, BundleContext context) {
    this.offers = offers;
    this.context = context;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        new Route("GET", "/api/v1/plugins", Permission.READ, this::plugins),
        new Route("POST", "/api/v1/plugins", Permission.ADMINISTER, this::install),
        new Route("GET", PLUGIN, Permission.READ, this::plugin),
        new Route("DELETE", PLUGIN, Permission.ADMINISTER, call -> change(call, Action.REMOVE)),
        new Route("POST", "/api/v1/plugins/diff", Permission.ADMINISTER, this::diff),
        new Route("GET", PLUGIN + "/history", Permission.READ, this::history),
        new Route("POST", PLUGIN + "/rollback", Permission.ADMINISTER, this::rollback),
        operate("enable", Action.ENABLE),
        operate("disable", Action.DISABLE),
        operate("pin", Action.PIN),
        operate("unpin", Action.UNPIN),
        new Route("GET", "/api/v1/deployments", Permission.READ, this::deployments),
        new Route("GET", "/api/v1/deployments/{id}", Permission.READ, this::deployment));
  }

  private Route operate(String name, Action action) {
    return new Route("POST", PLUGIN + "/" + name, Permission.OPERATE, call -> change(call, action));
  }

  private Reply plugins(Call call) {
    call.parameters().finish();
    return Reply.json(
        Map.of(
            "plugins",
            offers.requiredDeployer().plugins().stream()
                .sorted(Comparator.comparing(PluginView::name))
                .map(PluginShape::of)
                .toList()));
  }

  private Reply plugin(Call call) {
    call.parameters().finish();
    String name = call.path("name");
    return offers.requiredDeployer().plugins().stream()
        .filter(plugin -> plugin.name().equals(name))
        .findFirst()
        .map(plugin ->
            Reply.json(
                PluginShape.of(
                    plugin,
                    offers.requiredDeployer().losses(name),
                    PluginServlet.of(context, name))))
        .orElseThrow(() -> Problem.missing("plugin", name));
  }

  private Reply install(Call call) throws IOException {
    Parameters parameters = call.parameters();
    boolean downgrade = parameters.truth("allowDowngrade");
    Requester requester = requester(call, parameters);
    return upload(
        call,
        parameters,
        (jar, name) ->
            accepted(offers.requiredDeployer().install(jar, name, downgrade, requester)));
  }

  private Reply diff(Call call) throws IOException {
    Parameters parameters = call.parameters();
    boolean downgrade = parameters.truth("allowDowngrade");
    return upload(call, parameters, (jar, name) -> diff(jar, name, downgrade));
  }

  private Reply diff(InputStream jar, String name, boolean downgrade) throws IOException {
    try {
      return Reply.json(offers.requiredDeployer().diff(jar, downgrade));
    } catch (IllegalArgumentException e) {
      throw Problem.of(422, "no-plugin", "%s is no plugin: %s.".formatted(name, e.getMessage()))
          .about(name);
    }
  }

  /** What is done with a jar that comes in. */
  @FunctionalInterface
  private interface Upload {
    Reply take(InputStream jar, String fileName) throws IOException;
  }

  private static Reply upload(Call call, Parameters parameters, Upload upload) throws IOException {
    if (call.mediaType().equals("multipart/form-data")) {
      Request.SentFile file = onlyFile(call);
      String name = fileName(file.name(), "file");
      try (InputStream jar = file.open()) {
        return upload.take(jar, name);
      } finally {
        file.discard();
      }
    }
    String name = fileName(parameters.take("fileName").orElse("upload.jar"), "fileName");
    parameters.finish();
    if (!RAW.contains(call.mediaType())) {
      throw Problem.of(415, "unsupported-media-type", "A plugin is a jar.")
          .hint("Send it as application/java-archive, or as a form with one file.");
    }
    try (InputStream jar = new BoundedBody(call.request(), MAX_JAR_BYTES)) {
      return upload.take(jar, name);
    }
  }

  private static Request.SentFile onlyFile(Call call) throws IOException {
    List<Request.SentFile> files = call.request().files();
    if (files.size() != 1) {
      throw Problem.parameter("file", "the form has to have exactly one file");
    }
    return files.getFirst();
  }

  private static String fileName(String given, String field) {
    String name = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
    if (!FILE_NAME.matcher(name).matches()) {
      throw Problem.parameter(field, "is not the name of a file");
    }
    return name;
  }

  private Reply change(Call call, Action action) {
    Requester requester = onlyRequester(call);
    return named(call, name -> accepted(offers.requiredDeployer().change(action, name, requester)));
  }

  private Reply rollback(Call call) {
    Parameters parameters = call.parameters();
    String version = parameters.take("version").orElse(null);
    Requester requester = requester(call, parameters);
    parameters.finish();
    return named(
        call, name -> accepted(offers.requiredDeployer().rollback(name, version, requester)));
  }

  private Reply history(Call call) {
    call.parameters().finish();
    return named(
        call, name -> Reply.json(Map.of("history", offers.requiredDeployer().history(name))));
  }

  private static Reply named(Call call, Function<String, Reply> answer) {
    String name = call.path("name");
    try {
      return answer.apply(name);
    } catch (NoSuchElementException e) {
      throw Problem.of(404, "not-found", sentence(String.valueOf(e.getMessage()))).about(name);
    }
  }

  private static String sentence(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
  }

  private static Requester onlyRequester(Call call) {
    Parameters parameters = call.parameters();
    Requester requester = requester(call, parameters);
    parameters.finish();
    return requester;
  }

  private static Requester requester(Call call, Parameters parameters) {
    return new Requester(call.identity().name(), parameters.take("why").orElse(""));
  }

  private static Reply accepted(Deployment deployment) {
    return Reply.json(202, DeploymentShape.of(deployment))
        .header("Location", "/api/v1/deployments/" + deployment.id());
  }

  private Reply deployments(Call call) {
    call.parameters().finish();
    return Reply.json(
        Map.of(
            "deployments",
            offers.requiredDeployer().deployments().stream().map(DeploymentShape::of).toList()));
  }

  private Reply deployment(Call call) {
    call.parameters().finish();
    return offers
        .requiredDeployer()
        .deployment(call.path("id"))
        .map(deployment -> Reply.json(DeploymentShape.of(deployment)))
        .orElseThrow(() -> Problem.missing("deployment", call.path("id")));
  }
}
