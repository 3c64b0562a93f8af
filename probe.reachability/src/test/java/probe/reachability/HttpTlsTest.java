package probe.reachability;

import static org.assertj.core.api.Assertions.assertThat;
import static probe.reachability.ProbeTargets.NOTHING;
import static probe.reachability.ProbeTargets.target;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import monitor.api.event.Attributes;
import monitor.api.probe.ProbeResult.HttpGet;
import monitor.api.probe.Round;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpTlsTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final char[] PASSWORD = "secret".toCharArray();

  /** How long the server thinks before its answer, and again before the end of it. */
  private static final int THINKING_MILLIS = 150;

  @TempDir Path folder;

  private final Resolver resolver = new Resolver();
  private final HttpProbe probe = new HttpProbe(resolver);
  private HttpsServer server;

  @AfterEach
  void close() {
    if (server != null) {
      server.stop(0);
    }
    resolver.close();
  }

  /** Starts a server with a certificate of its own making, for an address, from a day on. */
  private void serve(String address, String begin) throws Exception {
    Path keys = folder.resolve("keys");
    run(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair",
        "-keyalg",
        "EC",
        "-alias",
        "server",
        "-dname",
        "CN=test",
        "-ext",
        "san=" + address,
        "-startdate",
        begin,
        "-validity",
        "10",
        "-storepass",
        "secret",
        "-keystore",
        keys.toString());
    Files.writeString(
        folder.resolve("ca.pem"),
        run(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-exportcert",
            "-rfc",
            "-alias",
            "server",
            "-storepass",
            "secret",
            "-keystore",
            keys.toString()));
    KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD);
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/down",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.createContext(
        "/",
        exchange -> {
          think();
          exchange.sendResponseHeaders(200, 10);
          exchange.getResponseBody().write("01234".getBytes(StandardCharsets.US_ASCII));
          exchange.getResponseBody().flush();
          think();
          exchange.getResponseBody().write("56789".getBytes(StandardCharsets.US_ASCII));
          exchange.close();
        });
    server.start();
  }

  private static void think() throws IOException {
    try {
      Thread.sleep(THINKING_MILLIS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static String run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    try (InputStream out = process.getInputStream()) {
      String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(() -> Arrays.toString(command) + said).isZero();
      return said;
    }
  }

  private String url() {
    return "https://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private Round round(String... parameters) throws Exception {
    return probe.round(target(url(), LONG, parameters), NOTHING);
  }

  private String ca() {
    return folder.resolve("ca.pem").toString();
  }

  @Test
  void verifiesACertificateAndTellsWhenItEnds() throws Exception {
    serve("ip:127.0.0.1", "-1d");
    Round good = round("authorities", ca(), "expect-body", "456");
    assertThat(good.result().error()).isNull();
    assertThat(((HttpGet) good.result()).statusCode()).isEqualTo(200);
    Instant expires = Instant.parse((String) good.details().get("tls.certificate.expires"));
    assertThat(expires)
        .isBetween(
            Instant.now().plusSeconds(8 * 86_400), Instant.now().plusSeconds(9 * 86_400 + 60));
    assertThat((Double) good.details().get("tls.certificate.days-left")).isBetween(8.0, 9.01);
    assertThat(good.details().get("probe.address")).isEqualTo("127.0.0.1");
    assertThat(probe.probe(target(url() + "down", LONG, "authorities", ca()), NOTHING).error())
        .isEqualTo("it redirects from https to http");
  }

  @Test
  void refusesACertificateThatNobodyTrustedHasSigned() throws Exception {
    serve("ip:127.0.0.1", "-1d");
    Round round = round();
    assertThat(round.result().error()).isEqualTo("the certificate is signed by nobody trusted");
    assertThat(round.details().get("tls.certificate.expires")).isNotNull();
  }

  @Test
  void refusesACertificateOfAnotherName() throws Exception {
    serve("dns:other.example", "-1d");
    assertThat(round("authorities", ca()).result().error())
        .startsWith("the certificate is for another name: ");
  }

  @Test
  void refusesAnOldCertificateAndTellsSinceWhen() throws Exception {
    serve("ip:127.0.0.1", "-30d");
    Round round = round("authorities", ca());
    assertThat(round.result().error()).isEqualTo("the certificate has expired");
    assertThat((Double) round.details().get("tls.certificate.days-left")).isBetween(-20.1, -19.9);
  }

  @Test
  void tellsThatAServerSpeaksNoTls() throws Exception {
    try (RawServer plain = RawServer.greeting("SSH-2.0-OpenSSH_9.2\r\n")) {
      String url = plain.url().replace("http:", "https:");
      assertThat(probe.probe(target(url, LONG), NOTHING).error()).startsWith("TLS failed: ");
    }
    assertThat(
            probe
                .probe(target("https://127.0.0.1/", LONG, "authorities", "/no/such.pem"), NOTHING)
                .error())
        .contains("/no/such.pem");
  }

  /**
   * Both are measured until they agree, because others use the machine; a phase that is measured
   * wrongly never agrees.
   */
  @Test
  void measuresThePhasesAsCurlDoes() throws Exception {
    serve("ip:127.0.0.1", "-1d");
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (true) {
      double[] ours = ours();
      double[] curls = curls();
      if (agree(ours, curls)) {
        assertThat(ours[2]).isGreaterThanOrEqualTo(THINKING_MILLIS);
        return;
      }
      assertThat(System.nanoTime() - end)
          .as(() -> "ours %s, of curl %s".formatted(Arrays.toString(ours), Arrays.toString(curls)))
          .isNegative();
    }
  }

  /** Connect, TLS, first byte, body, all of it: milliseconds. */
  private double[] ours() throws Exception {
    Round round = round("authorities", ca());
    Attributes details = round.details();
    assertThat(round.result().error()).isNull();
    return new double[] {
      (Double) details.get("http.connect.ms"),
      (Double) details.get("http.tls.ms"),
      (Double) details.get("http.first-byte.ms"),
      (Double) details.get("http.body.ms"),
      round.result().responseMillis()
    };
  }

  private double[] curls() throws Exception {
    String format =
        "%{time_namelookup} %{time_connect} %{time_appconnect} %{time_starttransfer} %{time_total}";
    String[] said =
        run("curl", "-s", "-o", "/dev/null", "--cacert", ca(), "-w", format, url()).split(" ");
    double[] at =
        Arrays.stream(said).mapToDouble(text -> 1000 * Double.parseDouble(text)).toArray();
    return new double[] {at[1] - at[0], at[2] - at[1], at[3] - at[2], at[4] - at[3], at[4]};
  }

  /** The handshakes of two libraries differ by what they compute, so TLS may by 25 ms. */
  private static boolean agree(double[] ours, double[] curls) {
    for (int i = 0; i < ours.length; i++) {
      double tolerance = Math.max(i == 1 || i == 4 ? 25 : 5, 0.1 * curls[i]);
      if (Math.abs(ours[i] - curls[i]) > tolerance) {
        return false;
      }
    }
    return true;
  }
}
