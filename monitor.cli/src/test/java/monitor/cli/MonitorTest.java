package monitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import monitor.cli.terminal.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands that need no running platform, and the clients against a server of the test. */
class MonitorTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Map<String, String> answers = new HashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private int status = 200;
  private String authorization = "";

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          authorization = exchange.getRequestHeaders().getFirst("Authorization");
          requests.add(
              "%s %s %s %s"
                  .formatted(
                      exchange.getRequestURI().getPath(),
                      exchange.getRequestHeaders().getFirst("Cookie"),
                      exchange.getRequestHeaders().getFirst("X-CSRF-Token"),
                      new String(
                          exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          exchange.getResponseHeaders().add("Set-Cookie", "session=abc; HttpOnly");
          String answer = answers.getOrDefault(exchange.getRequestURI().getPath(), "{}");
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** The parser of one command says of it what that of all says. */
  @Test
  void knowsACommandThatStandsFirstAlone() {
    Map<String, CommandLine> all = Monitor.commandLine().getSubcommands();
    assertThat(all).hasSizeGreaterThan(20);
    all.forEach((name, command) -> {
      CommandLine alone = Monitor.commandLine(name, "--version");
      assertThat(alone.getSubcommands().get(name).getUsageMessage())
          .isEqualTo(command.getUsageMessage());
      assertThat(alone.getSubcommands())
          .as(name)
          .hasSize(name.equals("completion") ? all.size() : 1);
    });
    for (String first : List.of("", "nothing", "--help", "-V")) {
      assertThat(Monitor.commandLine(first, "run").getSubcommands()).hasSameSizeAs(all);
    }
  }

  @Test
  void printsTheVersion() {
    assertThat(run("version")).isZero();
    assertThat(out.toString()).startsWith("monitor ");
  }

  @Test
  void answersAWrongCommandLineWithUsage() {
    assertThat(run()).isEqualTo(ExitCode.USAGE);
    assertThat(run("fly")).isEqualTo(ExitCode.USAGE);
    assertThat(run("run", "--port", "x")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("Usage: monitor");
  }

  @Test
  void checksAConfigurationAndNamesFileLineAndKey() throws IOException {
    Path file = folder.resolve("monitor.toml");
    Files.writeString(file, "\n[colector.metrics]\ninterval = \"1s\"\n");
    assertThat(run("check", "--offline", "--config", file.toString(), "--data", data()))
        .isEqualTo(ExitCode.PROBLEMS);
    assertThat(err.toString()).contains(file + ":2: colector.metrics:").contains("1 problem");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void refusesToRunWithAWrongConfigurationBeforeAnythingStarts() throws IOException {
    Path file = folder.resolve("monitor.toml");
    Files.writeString(file, "[x]\ny = ${\n");
    assertThat(run("run", "--config", file.toString(), "--data", data()))
        .isEqualTo(ExitCode.PROBLEMS);
    assertThat(err.toString()).contains(file + ":2:");
    assertThat(Path.of(data(), "run/running")).doesNotExist();
  }

  @Test
  void acceptsARightConfiguration() throws IOException {
    Path file = folder.resolve("monitor.toml");
    Files.writeString(file, "# nothing\n");
    assertThat(run("check", "--offline", "--config", file.toString(), "--data", data())).isZero();
    assertThat(out.toString()).contains("is right");
  }

  @Test
  void listsPluginsAsATable() {
    answers.put(
        "/api/v1/plugins",
        """
        {"plugins":[{"name":"collector.logs","version":"1.0.0","state":"refused","reason":"why",
        "capabilities":{"declared":[],"granted":["LOGS","FILESYSTEM"],"refused":[]}}]}
        """);
    assertThat(run("plugin", "list", "--server", address())).isZero();
    assertThat(out.toString().lines().map(line -> line.replaceAll(" {2,}", "|")))
        .containsExactly(
            "NAME|VERSION|STATE|GRANTED|REASON",
            "collector.logs|1.0.0|refused|LOGS,FILESYSTEM|why");
  }

  @Test
  void printsWhatTheServerGaveAsJson() {
    answers.put("/api/v1/plugins", "{\"plugins\":[{\"name\":\"a\"},{\"name\":\"b\"}]}");
    assertThat(run("plugin", "list", "-o", "jsonl", "--server", address())).isZero();
    assertThat(out.toString().lines()).containsExactly("{\"name\":\"a\"}", "{\"name\":\"b\"}");
  }

  @Test
  void sendsTheTokenOfAFileAndSaysWhenItIsNotAccepted() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "secret-token\n");
    status = 401;
    answers.put("/api/v1/status", "{\"detail\":\"expired\"}");
    assertThat(run("status", "--server", address(), "--token-file", token.toString()))
        .isEqualTo(ExitCode.AUTHENTICATION);
    assertThat(authorization).isEqualTo("Bearer secret-token");
    assertThat(err.toString()).contains("expired").doesNotContain("secret-token");
  }

  @Test
  void makesATokenWithThePasswordOfAnAdministrator() {
    answers.put("/api/v1/login", "{\"csrf\":\"c1\"}");
    answers.put("/api/v1/tokens", "{\"token\":\"t-1\"}");
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream("pass word\n".getBytes(StandardCharsets.UTF_8)));
    try {
      assertThat(run("token", "create", "--name", "me", "--password-stdin", "--server", address()))
          .isZero();
    } finally {
      System.setIn(before);
    }
    assertThat(out.toString().strip()).isEqualTo("t-1");
    assertThat(requests.getFirst())
        .startsWith("/api/v1/login null null")
        .contains("\"username\":\"admin\"", "\"password\":\"pass word\"");
    assertThat(requests.get(1))
        .startsWith("/api/v1/tokens session=abc c1 ")
        .contains("\"name\":\"me\"", "\"role\":\"viewer\"", "\"expiresIn\":\"90d\"");
    assertThat(requests.subList(2, requests.size()))
        .containsExactly("/api/v1/logout session=abc c1 ");
  }

  @Test
  void printsAStatusThatPeopleCanRead() {
    answers.put(
        "/api/v1/status",
        """
        {"ready":true,"checks":[{"name":"core","ok":true,"reason":""},{"name":"sinks","ok":false,"reason":"none"}],
        "plugins":{"active":4,"inactive":1},
        "attention":[{"type":"sink","name":"sink.websocket","state":"degraded","reason":"not connected"}],
        "uptimeSeconds":165.736}
        """);
    assertThat(run("status", "--server", address())).isZero();
    assertThat(out.toString().lines().map(line -> line.replaceAll(" {2,}", "|").strip()))
        .containsExactly(
            "WHAT|VALUE",
            "ready|true",
            "checks.core|ok",
            "checks.sinks|fails: none",
            "plugins|active 4, inactive 1",
            "sink sink.websocket|degraded: not connected",
            "uptimeSeconds|165.736");
  }

  @Test
  void tellsErrorsOfTheServerApart() {
    assertThat(coded(403)).isEqualTo(ExitCode.REFUSED);
    assertThat(coded(404)).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(coded(500)).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void saysThatNothingRuns() throws IOException {
    assertThat(run("status", "--data", data())).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(err.toString()).contains("does not run").contains("monitor run");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = free.getLocalPort();
      free.close();
      assertThat(run("status", "--server", "http://127.0.0.1:" + port))
          .isEqualTo(ExitCode.UNREACHABLE);
    }
  }

  @Test
  void saysWhatIsWrongWithAnAddress() throws IOException {
    assertThat(run("status", "--server", "127.0.0.1:7717")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("did you mean http://127.0.0.1:7717?");
    assertThat(run("status", "--server", "ftp://host")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString())
        .contains("'ftp://host' is no address of a platform; one is http://127.0.0.1:7717");
    assertThat(run("status", "--server", "me:pass@host:1")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("***@host:1").doesNotContain("pass");
    assertThat(run("status", "--server", "http://my_host.invalid:1"))
        .as("an underscore in the name of a host")
        .isEqualTo(ExitCode.UNREACHABLE);
  }

  /** What speaks plain HTTP says so, in plain HTTP, to whoever begins with TLS. */
  @Test
  void saysThatAServerDoesNotSpeakTls() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread answering =
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                try (Socket client = plain.accept()) {
                  client.getInputStream().read();
                  client
                      .getOutputStream()
                      .write(
                          "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                  client.shutdownOutput();
                  client.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                  // The client has gone.
                }
              });
      assertThat(run("status", "--server", "https://127.0.0.1:" + plain.getLocalPort()))
          .isEqualTo(ExitCode.UNREACHABLE);
      answering.join(Duration.ofSeconds(10));
    }
    assertThat(err.toString()).contains("it does not speak TLS; is it http:// there?");
  }

  @Test
  void saysThatAFileHoldsNoToken() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "first-line\nsecond line\n");
    assertThat(run("status", "--server", address(), "--token-file", token.toString()))
        .isEqualTo(ExitCode.AUTHENTICATION);
    assertThat(err.toString()).contains(token + " holds no token").doesNotContain("first-line");
    Files.writeString(token, "\n");
    assertThat(run("status", "--server", address(), "--token-file", token.toString()))
        .isEqualTo(ExitCode.AUTHENTICATION);
    assertThat(err.toString()).contains(token + " is empty");
    assertThat(requests).isEmpty();
  }

  @Test
  void findsThePlatformThatRunsHere() throws IOException {
    Path run = Files.createDirectories(Path.of(data(), "run"));
    Files.writeString(run.resolve("monitor.json"), "{\"pid\": 1, \"url\": \"" + address() + "/\"}");
    answers.put("/api/v1/status", "{\"version\":\"1.2.3\",\"counts\":{\"a\":1}}");
    assertThat(run("status", "--data", data())).isZero();
    assertThat(out.toString()).contains("version  1.2.3");
  }

  private int coded(int answer) {
    status = answer;
    return run("status", "--server", address());
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private int run(String... arguments) {
    CommandLine command = Monitor.commandLine(arguments);
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }
}
