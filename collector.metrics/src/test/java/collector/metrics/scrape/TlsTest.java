package collector.metrics.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import monitor.api.status.Status;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates made by the JDK's keytool: one for db.example.org, one that is another's. */
class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir static Path folder;

  @BeforeAll
  static void makeCertificates() throws Exception {
    for (String name : List.of("ours", "foreign")) {
      keytool(
          "-genkeypair",
          "-alias",
          name,
          "-keyalg",
          "EC",
          "-dname",
          "CN=" + name,
          "-ext",
          "SAN=dns:db.example.org,ip:127.0.0.2",
          "-keystore",
          folder.resolve(name).toString());
      keytool(
          "-exportcert",
          "-rfc",
          "-alias",
          name,
          "-keystore",
          folder.resolve(name).toString(),
          "-file",
          folder.resolve(name + ".pem").toString());
    }
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", "changeit", "-storetype", "PKCS12"));
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
  }

  private static TestServer server(String name) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve(name))) {
      store.load(in, PASSWORD);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return new TestServer(context.getServerSocketFactory(), "https", TestServer.text("secure 1\n"));
  }

  private static Scraped scraped(String url, Map<String, String> tls) {
    Map<String, Object> configuration = new HashMap<>(tls);
    configuration.put("targets", List.of(url));
    return new Scraped(configuration);
  }

  private static String pem(String name) {
    return folder.resolve(name + ".pem").toString();
  }

  @Test
  void trustsTheAuthorityAndTheServerName() throws Exception {
    try (TestServer server = server("ours");
        Scraped scraped =
            scraped(
                server.url("/"), Map.of("ca-file", pem("ours"), "server-name", "db.example.org"))) {
      scraped.await("secure", value -> value == 1);
    }
  }

  @Test
  void refusesAnotherName() throws Exception {
    try (TestServer server = server("ours");
        Scraped scraped = scraped(server.url("/"), Map.of("ca-file", pem("ours")))) {
      scraped.await("up", value -> value == 0);
      assertThat(scraped.awaitStatus(Status.Level.DEGRADED).reason()).contains("127.0.0.1");
    }
  }

  @Test
  void refusesAnotherAuthority() throws Exception {
    try (TestServer server = server("foreign");
        Scraped scraped =
            scraped(
                server.url("/"), Map.of("ca-file", pem("ours"), "server-name", "db.example.org"));
        Scraped public_ = scraped(server.url("/"), Map.of("server-name", "db.example.org"))) {
      scraped.await("up", value -> value == 0);
      public_.await("up", value -> value == 0);
      assertThat(scraped.awaitStatus(Status.Level.DEGRADED).reason()).contains("PKIX");
    }
  }

  @Test
  void usesANewAuthorityWithoutARestart() throws Exception {
    Path authorities = Files.copy(Path.of(pem("foreign")), folder.resolve("authorities.pem"));
    try (TestServer server = server("ours");
        Scraped scraped =
            scraped(
                server.url("/"),
                Map.of("ca-file", authorities.toString(), "server-name", "db.example.org"))) {
      scraped.await("up", value -> value == 0);
      Files.write(authorities, Files.readAllBytes(Path.of(pem("ours"))));
      scraped.await("secure", value -> value == 1);
    }
  }

  @Test
  void refusesAServerThatSpeaksNoTls() throws Exception {
    try (TestServer server = new TestServer(TestServer.text("secure 1\n"));
        Scraped scraped =
            scraped(server.url("/").replace("http:", "https:"), Map.of("ca-file", pem("ours")))) {
      scraped.await("up", value -> value == 0);
    }
  }
}
