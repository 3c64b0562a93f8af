package monitor.rest.endpoint;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import monitor.api.operation.Platform;
import monitor.rest.control.RunFile;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the HTTP server listen at one address, and notes it in {@code run/monitor.json} while it
 * does. Thread-safe.
 */
public final class Endpoint implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);
  private static final String PID = "org.apache.felix.http";
  private static final String ENDPOINT = "osgi.http.endpoint";
  private static final int PATIENCE_SECONDS = 15;

  /** Idle connections end after this time. */
  static final int IDLE_MILLIS = 30_000;

  /** Most bytes of the headers of a request, and of an answer. */
  static final int HEADER_BYTES = 16 << 10;

  private final Address address;
  private final RunFile note;
  private final ServiceTracker<HttpServiceRuntime, HttpServiceRuntime> tracker;
  private final CompletableFuture<Integer> bound = new CompletableFuture<>();
  private @Nullable SecureConnector secure;
  private @Nullable ServiceRegistration<ConnectorFactory> registration;

  /**
   * Begins to listen.
   *
   * @param tls what the server proves itself with; empty for plain HTTP only
   * @param workers most threads that serve requests; a few of them accept and select
   * @throws IOException if the configuration cannot be kept, or the files not used
   */
  public Endpoint(
      BundleContext context,
      ConfigurationAdmin configurations,
      Platform platform,
      Address address,
      Optional<TlsFiles> tls,
      int workers)
      throws IOException {
    this.address = address;
    note = new RunFile(platform);
    tracker = new ServiceTracker<>(context, HttpServiceRuntime.class, new Watch(context));
    if (tls.isPresent()) {
      secure = new SecureConnector(address, tls.get(), port -> announce(OptionalInt.of(port)));
      registration = context.registerService(ConnectorFactory.class, secure, null);
    }
    Configuration configuration = configurations.getConfiguration(PID, "?");
    configuration.updateIfDifferent(settings(address, workers));
    tracker.open();
    complainIfUnbound();
  }

  @SuppressWarnings("JdkObsolete") // OSGi asks for a Dictionary.
  private static Dictionary<String, Object> settings(Address address, int workers) {
    Dictionary<String, Object> settings = new Hashtable<>();
    settings.put("org.apache.felix.http.enable", true);
    settings.put("org.apache.felix.https.enable", false);
    // What speaks TLS takes the place of this connector.
    settings.put("org.apache.felix.http.host", address.secure() ? "127.0.0.1" : address.host());
    settings.put("monitor.tls", address.secure());
    settings.put("org.osgi.service.http.port", address.port());
    settings.put("org.apache.felix.http.timeout", IDLE_MILLIS);
    settings.put("org.apache.felix.http.jetty.threadpool.max", workers);
    settings.put("org.apache.felix.http.jetty.acceptors", 1);
    settings.put("org.apache.felix.http.jetty.selectors", 1);
    settings.put("org.apache.felix.http.jetty.headerBufferSize", HEADER_BYTES);
    settings.put("org.apache.felix.http.jetty.maxFormSize", 0);
    settings.put("org.apache.felix.http.jetty.sendServerHeader", false);
    settings.put("org.apache.felix.http2.enable", false);
    settings.put("org.apache.felix.jetty.websocket.enable", false);
    settings.put("org.apache.felix.jakarta.websocket.enable", false);
    settings.put("org.apache.felix.jetty.stopTimeout", 500L);
    return settings;
  }

  private void complainIfUnbound() {
    CompletableFuture<Integer> _ =
        bound
            .copy()
            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .whenComplete((port, late) -> {
              if (late instanceof TimeoutException) {
                LOG.error(
                    "Nothing listens on {} port {}; is the port in use? Choose another with --port.",
                    address.host(),
                    address.port());
              }
            });
  }

  private final class Watch
      implements ServiceTrackerCustomizer<HttpServiceRuntime, HttpServiceRuntime> {
    private final BundleContext context;

    Watch(BundleContext context) {
      this.context = context;
    }

    @Override
    public HttpServiceRuntime addingService(ServiceReference<HttpServiceRuntime> reference) {
      HttpServiceRuntime runtime = context.getService(reference);
      announce(port(reference));
      return runtime;
    }

    @Override
    public void modifiedService(
        ServiceReference<HttpServiceRuntime> reference, HttpServiceRuntime runtime) {
      announce(port(reference));
    }

    @Override
    public void removedService(
        ServiceReference<HttpServiceRuntime> reference, HttpServiceRuntime runtime) {
      withdraw();
      context.ungetService(reference);
    }
  }

  private OptionalInt port(ServiceReference<HttpServiceRuntime> reference) {
    if (address.secure()) {
      return OptionalInt.empty(); // It is not what this service knows of.
    }
    return endpoints(reference.getProperty(ENDPOINT))
        .map(URI::create)
        .filter(uri -> "http".equals(uri.getScheme()) && uri.getPort() > 0)
        .filter(uri -> address.port() == 0 || address.port() == uri.getPort())
        .mapToInt(URI::getPort)
        .findFirst();
  }

  private static Stream<String> endpoints(@Nullable Object property) {
    return switch (property) {
      case String[] all -> Arrays.stream(all).filter(text -> text.startsWith("http://"));
      case String one -> Stream.of(one).filter(text -> text.startsWith("http://"));
      case null, default -> Stream.empty();
    };
  }

  private void announce(OptionalInt port) {
    if (port.isEmpty()) {
      return;
    }
    String url = address.url(port.getAsInt());
    try {
      note.write(url);
      if (bound.complete(port.getAsInt())) {
        LOG.info("The API and the console are at {}.", url);
      }
    } catch (IOException e) {
      LOG.error("The address {} cannot be noted in run/monitor.json.", url, e);
    }
  }

  private void withdraw() {
    try {
      note.remove();
    } catch (IOException e) {
      LOG.warn("run/monitor.json cannot be removed.", e);
    }
  }

  /** Takes the note back; the server itself belongs to its own bundle. */
  @Override
  public void close() {
    bound.cancel(false);
    tracker.close();
    if (registration != null) {
      registration.unregister();
    }
    if (secure != null) {
      secure.close();
    }
    withdraw();
  }
}
