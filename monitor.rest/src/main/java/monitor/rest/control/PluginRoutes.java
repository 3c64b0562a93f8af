package monitor.rest.control;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.regex.Pattern;
import monitor.api.operation.Deployer;
import monitor.api.operation.Deployment;
import monitor.api.operation.PluginView;
import monitor.rest.http.BoundedBody;
import monitor.rest.http.Call;
import monitor.rest.http.Parameters;
import monitor.rest.http.Permission;
import monitor.rest.http.Problem;
import monitor.rest.http.Reply;
import monitor.rest.http.Route;
import monitor.rest.offers.Offers;
import monitor.rest.views.DeploymentShape;
import monitor.rest.views.PluginShape;

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

  /** Through the deployer offered. */
  public PluginRoutes(Offers offers) {
    this.offers = offers;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        new Route("GET", "/api/v1/plugins", Permission.READ, this::plugins),
        new Route("POST", "/api/v1/plugins", Permission.ADMINISTER, this::install),
        new Route("GET", PLUGIN, Permission.READ, this::plugin),
        new Route("DELETE", PLUGIN, Permission.ADMINISTER, call -> change(call, Deployer::remove)),
        new Route(
            "POST", PLUGIN + "/enable", Permission.OPERATE, call -> change(call, Deployer::enable)),
        new Route(
            "POST",
            PLUGIN + "/disable",
            Permission.OPERATE,
            call -> change(call, Deployer::disable)),
        new Route("GET", "/api/v1/deployments", Permission.READ, this::deployments),
        new Route("GET", "/api/v1/deployments/{id}", Permission.READ, this::deployment));
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
        .map(plugin -> Reply.json(PluginShape.of(plugin)))
        .orElseThrow(() -> Problem.missing("plugin", name));
  }

  private Reply install(Call call) throws IOException, ServletException {
    Deployer deployer = offers.requiredDeployer();
    String by = call.identity().name();
    if (call.mediaType().equals("multipart/form-data")) {
      Part part = onlyPart(call);
      String name = fileName(String.valueOf(part.getSubmittedFileName()), "file");
      try (InputStream jar = part.getInputStream()) {
        return accepted(deployer.install(jar, name, by));
      } finally {
        part.delete();
      }
    }
    Parameters parameters = call.parameters();
    String name = fileName(parameters.take("fileName").orElse("upload.jar"), "fileName");
    parameters.finish();
    if (!RAW.contains(call.mediaType())) {
      throw Problem.of(415, "unsupported-media-type", "A plugin is a jar.")
          .hint("Send it as application/java-archive, or as a form with one file.");
    }
    try (InputStream jar = new BoundedBody(call.request(), MAX_JAR_BYTES)) {
      return accepted(deployer.install(jar, name, by));
    }
  }

  private static Part onlyPart(Call call) throws IOException, ServletException {
    List<Part> files =
        call.request().getParts().stream()
            .filter(part -> part.getSubmittedFileName() != null)
            .toList();
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

  /** A change of a plugin that is named. */
  @FunctionalInterface
  private interface Change {
    Deployment start(Deployer deployer, String plugin, String requestedBy);
  }

  private Reply change(Call call, Change change) {
    String name = call.path("name");
    try {
      return accepted(change.start(offers.requiredDeployer(), name, call.identity().name()));
    } catch (NoSuchElementException e) {
      throw Problem.missing("plugin", name);
    }
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
