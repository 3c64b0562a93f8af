package monitor.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import monitor.rest.endpoint.TestCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;

/** TLS and plain HTTP at the one port, in the server of the distribution. */
class HttpsTest {
  @TempDir private static Path keys;
  private static TestCertificate first;
  private static TestCertificate second;
  private static SSLContext trust;

  @TempDir private Path data;
  private Path certificateFile;
  private Path keyFile;
  private FrameworkServer server;
  private HttpClient client;
  private int port;

  @BeforeAll
  static void issue() throws Exception {
    first = TestCertificate.of(keys, "first", "EC");
    second = TestCertificate.of(keys, "second", "RSA");
    trust = TestCertificate.trusting(List.of(first, second));
  }

  @BeforeEach
  void start() throws Exception {
    certificateFile = data.resolve("tls.crt");
    keyFile = data.resolve("tls.key");
    first.write(certificateFile, keyFile);
    client = HttpClient.newBuilder().sslContext(trust).build();
    server = new FrameworkServer(data, secured(Map.of("host", "0.0.0.0")));
    awaitPort();
  }

  private Map<String, Object> secured(Map<String, Object> more) {
    Map<String, Object> configuration = new TreeMap<>(more);
    configuration.put("tls.certificate", certificateFile.toString());
    configuration.put("tls.key", keyFile.toString());
    return configuration;
  }

  private void awaitPort() throws Exception {
    Await.until("the API is served", server::serves);
    assertThat(url().getScheme() + "://" + url().getHost()).isEqualTo("http://127.0.0.1");
    port = url().getPort();
  }

  private URI url() throws IOException {
    byte[] note = Files.readAllBytes(data.resolve("run/monitor.json"));
    return URI.create(TestServer.JSON.readTree(note).get("url").asText());
  }

  @AfterEach
  void stop() {
    client.shutdownNow();
    server.close();
  }

  private HttpResponse<String> get(String scheme, String path) throws Exception {
    return client.send(to(scheme, path).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder to(String scheme, String path) {
    return HttpRequest.newBuilder(URI.create("%s://127.0.0.1:%d%s".formatted(scheme, port, path)))
        .timeout(Duration.ofSeconds(20));
  }

  private TestServer.Browser setUp(String scheme) throws Exception {
    String body =
        "{\"secret\":\"%s\",\"username\":\"root\",\"password\":\"%s\"}"
            .formatted(
                Files.readString(data.resolve("secrets/setup")).strip(), TestServer.PASSWORD);
    HttpRequest.Builder request =
        to(scheme, "/api/v1/setup")
            .header("Content-Type", "application/json")
            .header("Origin", "%s://127.0.0.1:%d".formatted(scheme, port))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.headers().firstValue("Set-Cookie").orElse(answer.body()))
        .contains("HttpOnly", "; Secure");
    return TestServer.browser(new TestServer.Answer(201, answer.body(), answer));
  }

  @Test
  void speaksTls13AndPlainHttpOnLoopbackAtOnePort() throws Exception {
    HttpResponse<String> secure = get("https", "/livez");
    assertThat(secure.body()).isEqualTo("ok\n");
    assertThat(secure.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
    assertThat(secure.headers().firstValue("Server")).isEmpty();
    assertThat(get("http", "/livez").body()).isEqualTo("ok\n");
    TestServer.Browser admin = setUp("https");
    HttpRequest.Builder session = to("https", "/api/v1/session").headers(admin.headers());
    assertThat(client.send(session.build(), HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void refusesOlderVersionsOfTls() throws Exception {
    try (SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
    }
    assertThat(get("https", "/livez").statusCode()).isEqualTo(200);
  }

  @Test
  void refusesPlainHttpFromBeyondLoopback() throws Exception {
    InetAddress own = beyondLoopback();
    for (String path : List.of("/livez", "/api/v1/status", "/api/v1/openapi.json")) {
      try (Socket plain = new Socket(own, port)) {
        assertThat(ask(plain, own, path))
            .startsWith("HTTP/1.1 403 ")
            .contains("application/problem+json", "\"code\":\"tls-required\"");
      }
    }
    try (Socket secure = trust.getSocketFactory().createSocket(own, port)) {
      assertThat(ask(secure, own, "/livez")).startsWith("HTTP/1.1 200 ").endsWith("ok\n");
    }
  }

  private static String ask(Socket socket, InetAddress host, String path) throws IOException {
    socket.setSoTimeout(20_000);
    String request =
        "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
            .formatted(path, host.getHostAddress());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static InetAddress beyondLoopback() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .findFirst()
        .orElseGet(() -> abort("not run: no address beyond loopback"));
  }

  @Test
  void takesARenewedCertificateWhileStreamsGoOn() throws Exception {
    TestServer.Browser admin = setUp("https");
    HttpResponse<InputStream> stream =
        client.send(
            to("https", "/api/v1/stream?topics=deployments").headers(admin.headers()).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      assertThat(presented()).isEqualTo(first.certificate());
      second.write(certificateFile, keyFile);
      Await.until("the second is presented", () -> presented().equals(second.certificate()));
      Files.writeString(keyFile, "not a key");
      assertThat(presented()).isEqualTo(second.certificate());
      first.write(certificateFile, keyFile);
      Await.until("the first is presented again", () -> presented().equals(first.certificate()));
      server.deployer.watchers.forEach(
          watcher -> watcher.accept(Fixtures.RecordingDeployer.rolledBack("d-after")));
      String line = "";
      while (!line.contains("d-after")) {
        line = Objects.requireNonNull(reader.readLine(), "the stream ended");
      }
    }
  }

  /** By a connection of its own. */
  private Certificate presented() {
    try (SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      socket.startHandshake();
      return socket.getSession().getPeerCertificates()[0];
    } catch (IOException e) {
      throw new AssertionError("no handshake", e);
    }
  }

  @Test
  void changesBetweenPlainHttpAndTlsWithTheConfiguration() throws Exception {
    configure(Map.of());
    Await.until("only plain HTTP is spoken", () -> answers("http") && noTls());
    configure(secured(Map.of()));
    Await.until("TLS is spoken too", () -> answers("https") && answers("http"));
  }

  /** At the port of the note, which may be another after each change. */
  private boolean answers(String scheme) {
    try {
      return ask(scheme) == 200;
    } catch (Exception e) {
      return false; // Not yet, or not any more.
    }
  }

  /** Whether something listens that does not know what TLS is. */
  private boolean noTls() {
    try {
      return ask("https") < 0;
    } catch (SSLException e) {
      return true;
    } catch (Exception e) {
      return false;
    }
  }

  /** Soon, because a connection may meet a server that is just ending. */
  private int ask(String scheme) throws Exception {
    port = url().getPort();
    HttpRequest request = to(scheme, "/livez").timeout(Duration.ofSeconds(5)).build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @SuppressWarnings("JdkObsolete") // OSGi asks for a Dictionary.
  private void configure(Map<String, Object> configuration) throws IOException {
    BundleContext context = server.context();
    ConfigurationAdmin admin =
        context.getService(context.getServiceReference(ConfigurationAdmin.class));
    admin.getConfiguration("monitor.rest", "?").update(new Hashtable<>(configuration));
  }
}
