package monitor.rest;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import monitor.api.operation.Deployer;
import monitor.api.operation.Pipeline;
import monitor.api.operation.Platform;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import org.osgi.service.cm.ConfigurationAdmin;

/** This bundle in a Felix framework with the HTTP service of the distribution. */
final class FrameworkServer implements AutoCloseable {
  private static final List<String> BUNDLES =
      List.of(
          "org.osgi.util.function",
          "org.osgi.util.promise",
          "org.osgi.service.component-",
          "org.apache.felix.scr",
          "org.apache.felix.configadmin",
          "org.apache.felix.http.jetty12",
          "jetty-",
          "commons-fileupload",
          "commons-io",
          "jackson-",
          "bcrypt-",
          "bytes-",
          "nimbus-jose-jwt-");
  private static final List<String> API =
      List.of(
          "capability",
          "config",
          "delivery",
          "event",
          "identity",
          "operation",
          "probe",
          "query",
          "sink",
          "source",
          "status");

  final Path data;
  final Fixtures.RecordingDeployer deployer = new Fixtures.RecordingDeployer();
  private final Framework framework;

  FrameworkServer(Path data) throws Exception {
    this(data, Map.of());
  }

  /**
   * @param configuration of the server
   */
  FrameworkServer(Path data, Map<String, Object> configuration) throws Exception {
    this.data = data;
    framework = new org.apache.felix.framework.FrameworkFactory().newFramework(properties(data));
    framework.start();
    BundleContext context = framework.getBundleContext();
    context.registerService(Platform.class, new Fixtures.FixedPlatform(data), null);
    context.registerService(Pipeline.class, new Fixtures.OneSourcePipeline(), null);
    context.registerService(Deployer.class, deployer, null);
    List<Bundle> bundles = install(context);
    for (Bundle bundle : bundles) {
      if (bundle.getSymbolicName().equals("org.apache.felix.configadmin")) {
        bundle.start();
        configure(context, configuration);
      }
    }
    for (Bundle bundle : bundles) {
      bundle.start();
    }
  }

  @SuppressWarnings("JdkObsolete") // OSGi asks for a Dictionary.
  private static void configure(BundleContext context, Map<String, Object> configuration)
      throws Exception {
    ConfigurationAdmin admin =
        context.getService(context.getServiceReference(ConfigurationAdmin.class));
    if (!configuration.isEmpty()) {
      admin.getConfiguration("monitor.rest", "?").update(new Hashtable<>(configuration));
    }
  }

  private static Map<String, String> properties(Path data) {
    String packages =
        API.stream()
            .map(p -> "monitor.api." + p + ";version=1.0.0")
            .collect(Collectors.joining(","));
    String slf4j =
        Stream.of("", ".event", ".helpers", ".spi")
            .map(p -> "org.slf4j" + p + ";version=2.0.17")
            .collect(Collectors.joining(","));
    Map<String, String> properties = new HashMap<>();
    properties.put("org.osgi.framework.storage", data.resolve("framework").toString());
    properties.put(
        "org.osgi.framework.system.packages.extra",
        String.join(
            ",",
            packages,
            slf4j,
            "org.osgi.service.cm;version=1.6.0",
            "org.osgi.service.servlet.runtime;version=2.0.0",
            "org.osgi.service.servlet.runtime.dto;version=2.0.0",
            servlets("jakarta", "6.1"),
            servlets("javax", "3.1")));
    properties.put(
        "org.osgi.framework.system.capabilities.extra",
        "osgi.contract;osgi.contract=JakartaServlet;version:List<Version>=\"6.0,6.1\","
            + "osgi.contract;osgi.contract=JavaServlet;version:Version=4.0");
    properties.put("org.apache.felix.http.require.config", "true");
    properties.put("monitor.port", "0");
    properties.put("monitor.data", data.toString());
    properties.put("monitor.config", data.resolve("monitor.toml").toString());
    properties.put("monitor.home", data.resolve("home").toString());
    return properties;
  }

  /** The test's own servlet classes, so that a test can register a servlet. */
  private static String servlets(String root, String version) {
    return Stream.of("", ".annotation", ".descriptor", ".http")
        .map(p -> root + ".servlet" + p + ";version=" + version)
        .collect(Collectors.joining(","));
  }

  private static List<Bundle> install(BundleContext context) throws Exception {
    List<Bundle> bundles = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      String name = path.getFileName().toString();
      boolean own = path.equals(Path.of("target", "classes").toAbsolutePath());
      if (own || BUNDLES.stream().anyMatch(name::startsWith)) {
        bundles.add(context.installBundle("reference:" + path.toUri()));
      }
    }
    return bundles;
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  /**
   * Whether the API answers where the note says. The note tells that the server listens; its
   * whiteboard takes the servlets a moment later.
   */
  boolean serves() {
    Path note = data.resolve("run/monitor.json");
    if (!Files.exists(note)) {
      return false;
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI base = URI.create(TestServer.JSON.readTree(Files.readAllBytes(note)).get("url").asText());
      HttpRequest request = HttpRequest.newBuilder(base.resolve("/readyz")).build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() != 404;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError("it was interrupted", e);
    }
  }

  @Override
  public void close() {
    try {
      framework.stop();
      framework.waitForStop(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (BundleException e) {
      throw new IllegalStateException(e);
    }
  }
}
