package monitor.cli.installation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import monitor.api.identity.Credentials;
import monitor.api.identity.Enrollment;
import monitor.cli.Monitor;
import monitor.cli.terminal.ExitCode;
import monitor.identity.PlatformAuthority;
import monitor.wire.Pem;
import monitor.wire.Tls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code monitor init --join} against an authority of the platform behind TLS. */
class JoinCommandTest {
  @TempDir private Path folder;

  private final StringWriter err = new StringWriter();
  private final AtomicInteger requests = new AtomicInteger();
  private PlatformAuthority authority;
  private HttpsServer server;

  @BeforeEach
  void serve() throws Exception {
    authority = authority("identity");
    server = serve(List.of("127.0.0.1"));
  }

  private PlatformAuthority authority(String name) throws IOException {
    return new PlatformAuthority(
        folder.resolve(name), "test", Duration.ofDays(30), InstantSource.system());
  }

  private HttpsServer serve(List<String> names) throws Exception {
    HttpsServer https =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Credentials own = authority.identify(names);
    https.setHttpsConfigurator(
        new HttpsConfigurator(Tls.context(own.key(), own.chain(), List.of())));
    https.createContext("/api/v1/agents/join", this::answer);
    https.start();
    return https;
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String bearer = exchange.getRequestHeaders().getFirst("Authorization");
    Enrollment answer = authority.join(bearer.substring("Bearer ".length()), request, "peer");
    int status = answer instanceof Enrollment.Issued ? 200 : 401;
    String text =
        answer instanceof Enrollment.Issued issued
            ? Pem.of(issued.chain())
            : "{\"detail\":\"no such token\"}";
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Path token(String name) throws IOException {
    return Files.writeString(
        folder.resolve("token"), authority.invite(name, Duration.ofHours(1), "root").token());
  }

  private Path data() {
    return folder.resolve("data");
  }

  private String address() {
    return "https://127.0.0.1:" + server.getAddress().getPort();
  }

  private int join(String address, Path token, String... more) {
    CommandLine line = Monitor.commandLine();
    line.setErr(new PrintWriter(err, true));
    String[] arguments = {
      "init", "--join", address, "--token-file", token.toString(), "--data", data().toString()
    };
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return line.execute(all);
  }

  private Map<?, ?> overlay(String table) throws IOException {
    return new ObjectMapper()
        .readValue(data().resolve("config/" + table + ".json").toFile(), Map.class);
  }

  @Test
  void writesKeyCertificateAndAuthorityForTheOwnerAloneAndTheTableOfTheSink() throws Exception {
    Files.createDirectories(data().resolve("config"));
    Files.writeString(data().resolve("config/runtime.json"), "{\"compression\":\"lz4\"}");
    join(address(), token("web-1"), "--join", "wss://b.example.org/transport");
    assertThat(err.toString()).contains("Joined as web-1.");
    Path own = data().resolve("identity/agent.pem");
    Path ca = data().resolve("identity/collector-authority.pem");
    for (Path file : List.of(own, ca, data().resolve("config/sink.websocket.json"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .as(file.toString())
          .isEqualTo("rw-------");
    }
    X509Certificate certificate = Tls.certificates(own).getFirst();
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=web-1");
    assertThat(authority.refusal(certificate)).isEmpty();
    assertThat(Tls.certificates(ca)).containsExactly(authority.certificate());
    Tls.of(ca.toString(), own.toString(), own.toString()).context();
    assertThat(overlay("sink.websocket"))
        .isEqualTo(
            Map.of(
                "addresses",
                List.of(
                    address().replace("https", "wss") + "/transport",
                    "wss://b.example.org:7718/transport"),
                "ca",
                ca.toString(),
                "certificate",
                own.toString(),
                "key",
                own.toString()));
    assertThat(overlay("runtime")).isEqualTo(Map.of("agent", "web-1", "compression", "lz4"));
  }

  @Test
  void sendsNothingToACollectorOfAnotherAuthority() throws Exception {
    Path foreign =
        Files.writeString(
            folder.resolve("token"),
            authority("other").invite("web-1", Duration.ofHours(1), "root").token());
    assertThat(join(address(), foreign)).isEqualTo(ExitCode.REFUSED);
    assertThat(err.toString()).contains("nothing was sent", "another fingerprint");
    assertThat(requests).hasValue(0);
    assertThat(data().resolve("identity")).doesNotExist();
  }

  @Test
  void sendsNothingToACollectorOfAnotherName() throws Exception {
    server.stop(0);
    server = serve(List.of("other.example.org"));
    assertThat(join(address(), token("web-1"))).isEqualTo(ExitCode.REFUSED);
    assertThat(err.toString()).contains("nothing was sent", "127.0.0.1");
    assertThat(requests).hasValue(0);
  }

  @Test
  void usesATokenOnceAndOverwritesNoIdentityUnasked() throws Exception {
    Path token = token("web-1");
    join(address(), token);
    byte[] before = Files.readAllBytes(data().resolve("identity/agent.pem"));
    assertThat(join(address(), token("web-1"))).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("has joined; --force");
    assertThat(requests).hasValue(1);
    Files.writeString(token, authority.invite("web-1", Duration.ofHours(1), "root").token());
    authority.revoke("web-1");
    assertThat(join(address(), token, "--force")).isEqualTo(ExitCode.AUTHENTICATION);
    assertThat(err.toString()).contains("no such token");
    assertThat(data().resolve("identity/agent.pem")).hasBinaryContent(before);
  }

  @Test
  void refusesAnotherNameThanThatOfTheJournalBeforeTheTokenIsUsed() throws Exception {
    try (monitor.runtime.Monitor agent =
        monitor.runtime.Monitor.builder(data()).agent("old-1").freeFloor(0).build()) {
      assertThat(agent.view().journal().lanes()).isNotEmpty();
    }
    Path token = token("web-1");
    assertThat(join(address(), token)).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString())
        .contains("has run as old-1", "the token is for web-1", "--name old-1", "--force");
    assertThat(requests).hasValue(0);
    assertThat(data().resolve("identity")).doesNotExist();
    assertThat(data().resolve("config/runtime.json")).doesNotExist();
    join(address(), token, "--force");
    assertThat(err.toString()).contains("Joined as web-1.");
    assertThat(overlay("runtime")).isEqualTo(Map.of("agent", "web-1"));
  }

  @Test
  void joinsUnderTheNameThatTheJournalHas() throws Exception {
    monitor.runtime.Monitor.builder(data()).agent("web-1").freeFloor(0).build().close();
    join(address(), token("web-1"));
    assertThat(err.toString()).contains("Joined as web-1.");
  }

  @Test
  void tellsWrongArgumentsAndAbsentCollectorsApart() throws Exception {
    Path token = token("web-1");
    assertThat(join("http://127.0.0.1", token)).isEqualTo(ExitCode.USAGE);
    assertThat(join(address(), Files.writeString(folder.resolve("no"), "mon_x")))
        .isEqualTo(ExitCode.USAGE);
    assertThat(join(address(), folder.resolve("absent"))).isEqualTo(ExitCode.AUTHENTICATION);
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = free.getLocalPort();
      free.close();
      assertThat(join("https://127.0.0.1:" + port, token)).isEqualTo(ExitCode.UNREACHABLE);
    }
    assertThat(err.toString()).doesNotContain(Files.readString(token));
  }
}
