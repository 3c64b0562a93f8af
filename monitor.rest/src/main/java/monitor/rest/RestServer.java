package monitor.rest;

import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import monitor.api.identity.AgentAuthority;
import monitor.api.identity.AgentConnections;
import monitor.api.identity.AgentTokens;
import monitor.api.operation.Containment;
import monitor.api.operation.Deployer;
import monitor.api.operation.Entitlements;
import monitor.api.operation.Pipeline;
import monitor.api.operation.Platform;
import monitor.api.query.Alerts;
import monitor.api.query.TelemetryQuery;
import monitor.rest.access.Passwords;
import monitor.rest.control.PluginRoutes;
import monitor.rest.endpoint.Address;
import monitor.rest.endpoint.Endpoint;
import monitor.rest.endpoint.TlsFiles;
import monitor.rest.http.Limits;
import monitor.rest.jwt.JwtSettings;
import monitor.rest.offers.Offers;
import monitor.rest.offers.TrackedOffer;
import monitor.rest.stream.LiveFeed;
import monitor.rest.submit.Intake;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;

/** Serves the API on the HTTP whiteboard, and has the server listen. */
@Component(
    name = "monitor.rest.server",
    configurationPid = "monitor.rest",
    service = {})
@Designate(ocd = RestServer.Configuration.class)
public final class RestServer {
  /** Configuration of the API. */
  @ObjectClassDefinition(name = "REST API", description = "Limits of the API")
  @interface Configuration {
    /** Where to listen. */
    @AttributeDefinition(
        name = "Address",
        description =
            "Address that the console, the API and the metrics are served at; one beyond loopback needs a certificate")
    String host() default "127.0.0.1";

    /** Port to listen on. */
    @AttributeDefinition(
        name = "Port",
        description = "Port of the console, the API and the metrics; 0 picks a free one",
        min = "0",
        max = "65535")
    int port() default 7717;

    /** Certificate of this server. */
    @AttributeDefinition(
        name = "Certificate",
        description =
            "File with the certificate of this server in PEM form, then those between it and an authority",
        required = false)
    String tls_certificate() default "";

    /** Key of the certificate. */
    @AttributeDefinition(
        name = "Key of the certificate",
        description = "File with its private key in PEM form, PKCS #8 without a password",
        required = false)
    String tls_key() default "";

    /** Requests a minute of a token. */
    @AttributeDefinition(
        name = "Rate limit",
        description = "Requests a minute that one token may send",
        min = "1",
        max = "1000000")
    int rate$_$limit() default 1000;

    /** Requests a minute of a session. */
    @AttributeDefinition(
        name = "Rate limit of the console",
        description = "Requests a minute that one browser session may send",
        min = "60",
        max = "1000000")
    int rate$_$limit_console() default 6000;

    /** Threads for requests. */
    @AttributeDefinition(
        name = "Workers",
        description =
            "Most threads that serve requests, and with them queries; further requests wait",
        min = "8",
        max = "1000")
    int workers() default 32;

    /** Names of this server. */
    @AttributeDefinition(
        name = "Host names",
        description = "Names under which the server answers, beside localhost and addresses")
    String[] hosts() default {};

    /** Secret of signed tokens. */
    @AttributeDefinition(
        name = "Secret of signed tokens",
        description =
            "Secret that issuers of signed tokens (JWT, HS256) share with this server; empty for none",
        type = AttributeType.PASSWORD,
        required = false,
        min = "32",
        max = "1024")
    String _jwt$_$secret() default "";

    /** Keys of signed tokens. */
    @AttributeDefinition(
        name = "Keys of signed tokens",
        description =
            "File with the public keys of issuers of signed tokens, a JSON Web Key Set; empty for none",
        required = false)
    String jwt_keys() default "";

    /** Issuer of signed tokens. */
    @AttributeDefinition(
        name = "Issuer of signed tokens",
        description = "What the claim iss of a signed token has to be",
        min = "1",
        max = "200")
    String jwt_issuer() default "monitor";

    /** Audience of signed tokens. */
    @AttributeDefinition(
        name = "Audience of signed tokens",
        description = "What the claim aud of a signed token has to be, or to hold",
        min = "1",
        max = "200")
    String jwt_audience() default "monitor";

    /** Skew of the clocks of issuers. */
    @AttributeDefinition(
        name = "Clocks of issuers",
        description = "How far the clocks of the issuers of signed tokens may be off",
        min = "0s",
        max = "5m")
    String jwt_clock$_$skew() default "30s";

    /** Longest life of a signed token. */
    @AttributeDefinition(
        name = "Longest life of signed tokens",
        description = "Longest time between the claims iat and exp of a signed token",
        min = "1s",
        max = "366d")
    String jwt_max$_$lifetime() default "24h";

    /** Roles of signed tokens. */
    @AttributeDefinition(
        name = "Roles of signed tokens",
        description = "What the claim role of a signed token may be",
        required = false)
    String[] jwt_roles() default {"viewer", "operator", "agent"};
  }

  private final List<AutoCloseable> closeables = new ArrayList<>();

  /**
   * Puts the API together, serves it, and has the server listen.
   *
   * @throws IOException if the data folder cannot be written
   */
  @Activate
  public RestServer(
      BundleContext context,
      @Reference Platform platform,
      @Reference ConfigurationAdmin configurations,
      @Reference Intake intake,
      @Reference LiveFeed feed,
      Configuration configuration)
      throws IOException {
    Optional<TlsFiles> tls = TlsFiles.of(configuration.tls_certificate(), configuration.tls_key());
    Address address =
        Address.of(context, configuration.host(), configuration.port(), tls.isPresent());
    Api.Settings settings = settings(configuration, platform);
    try {
      Api.Parts parts =
          new Api.Parts(context, platform, offers(context), intake, feed, InstantSource.system());
      serve(context, platform, new Api(parts, settings));
      closeables.add(
          new Endpoint(context, configurations, platform, address, tls, configuration.workers()));
    } catch (IOException | RuntimeException e) {
      undo(e);
      throw e;
    }
  }

  private void serve(BundleContext context, Platform platform, Api api) throws IOException {
    closeables.add(api);
    ServiceRegistration<Servlet> registration =
        context.registerService(Servlet.class, api.servlet(), properties(platform));
    closeables.add(registration::unregister);
    ServiceRegistration<Filter> gate =
        context.registerService(Filter.class, api.gate(), everywhere());
    closeables.add(gate::unregister);
    api.agentTokens()
        .map(tokens -> context.registerService(AgentTokens.class, tokens, null))
        .ifPresent(tokens -> closeables.add(tokens::unregister));
  }

  @SuppressWarnings("JdkObsolete") // OSGi asks for a Dictionary.
  private static Dictionary<String, Object> everywhere() {
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put(HttpWhiteboardConstants.HTTP_WHITEBOARD_FILTER_PATTERN, "/*");
    properties.put(HttpWhiteboardConstants.HTTP_WHITEBOARD_FILTER_ASYNC_SUPPORTED, true);
    properties.put(
        HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_SELECT,
        "(" + HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_NAME + "=*)");
    properties.put(Constants.SERVICE_RANKING, Integer.MAX_VALUE);
    return properties;
  }

  private void undo(Exception cause) {
    try {
      stop();
    } catch (Exception e) {
      cause.addSuppressed(e);
    }
  }

  private Offers offers(BundleContext context) {
    return new Offers(
        tracked(context, Pipeline.class),
        tracked(context, Deployer.class),
        tracked(context, TelemetryQuery.class),
        tracked(context, Containment.class),
        tracked(context, Entitlements.class),
        tracked(context, Alerts.class),
        tracked(context, AgentAuthority.class),
        tracked(context, AgentConnections.class));
  }

  private <T> TrackedOffer<T> tracked(BundleContext context, Class<T> type) {
    TrackedOffer<T> offer = new TrackedOffer<>(context, type);
    closeables.add(offer);
    return offer;
  }

  private static Api.Settings settings(Configuration configuration, Platform platform) {
    Limits limits =
        new Limits(
            configuration.rate$_$limit(),
            configuration.rate$_$limit_console(),
            Limits.DEFAULT.anonymous());
    List<String> hosts = new ArrayList<>(List.of(configuration.hosts()));
    hosts.add(platform.host());
    return new Api.Settings(limits, hosts, Passwords.COST, jwt(configuration));
  }

  private static JwtSettings jwt(Configuration configuration) {
    return JwtSettings.of(
        configuration._jwt$_$secret(),
        configuration.jwt_keys(),
        configuration.jwt_issuer(),
        configuration.jwt_audience(),
        configuration.jwt_clock$_$skew(),
        configuration.jwt_max$_$lifetime(),
        configuration.jwt_roles());
  }

  @SuppressWarnings("JdkObsolete") // OSGi asks for a Dictionary.
  private static Dictionary<String, Object> properties(Platform platform) throws IOException {
    Path uploads = Files.createDirectories(platform.data().resolve("tmp").resolve("uploads"));
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put(
        HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN,
        new String[] {"/api/*", "/livez", "/readyz", "/metrics"});
    properties.put(HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_NAME, Api.SERVLET);
    properties.put(HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_ASYNC_SUPPORTED, true);
    properties.put(HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_MULTIPART_ENABLED, true);
    properties.put(
        HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_MULTIPART_LOCATION,
        uploads.toAbsolutePath().toString());
    properties.put(
        HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_MULTIPART_MAXFILESIZE,
        PluginRoutes.MAX_JAR_BYTES);
    properties.put(
        HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_MULTIPART_MAXREQUESTSIZE,
        PluginRoutes.MAX_JAR_BYTES + (1 << 20));
    return properties;
  }

  /** Stops listening and serving, in the opposite order of the start. */
  @Deactivate
  public void stop() throws Exception {
    for (AutoCloseable closeable : closeables.reversed()) {
      closeable.close();
    }
  }
}
