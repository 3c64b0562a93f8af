package monitor.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import monitor.rest.http.Answers;
import monitor.rest.http.BoundedBody;
import monitor.rest.http.Call;
import monitor.rest.http.Handler;
import monitor.rest.http.Permission;
import monitor.rest.http.Reply;
import monitor.rest.http.RequestCounts;
import monitor.rest.http.Route;
import monitor.rest.http.RouteTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes over the socket is answered, refused or cut, and never holds up what comes next. */
@Timeout(60)
class ControlSocketTest {
  private static final Duration PATIENT = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private final CountDownLatch held = new CountDownLatch(1);
  private ControlSocket socket;

  @BeforeEach
  void open() throws IOException {
    socket = open(folder, PATIENT);
  }

  @AfterEach
  void close() throws IOException {
    held.countDown();
    socket.close();
  }

  private ControlSocket open(Path run, Duration patience) throws IOException {
    RouteTable routes =
        new RouteTable(
            List.of(
                route("GET", "/api/v1/status", call -> Reply.json(Map.of("ready", true))),
                route("GET", "/api/v1/plugins/{name}", call -> Reply.json(call.path("name"))),
                route("GET", "/api/v1/found", ControlSocketTest::found),
                route("POST", "/api/v1/plugins", ControlSocketTest::count),
                route("GET", "/api/v1/later", call -> later()),
                route("GET", "/api/v1/held", call -> held()),
                route("GET", "/api/v1/broken", call -> broken())));
    return new ControlSocket(run, routes, new Answers(new RequestCounts()), patience);
  }

  private static Route route(String method, String path, Handler handler) {
    return new Route(method, path, Permission.ADMINISTER, handler);
  }

  private static Reply found(Call call) {
    return Reply.json(call.parameters().rest());
  }

  private static Reply count(Call call) throws IOException {
    try (InputStream body = new BoundedBody(call.request(), 1 << 20)) {
      return Reply.json(Map.of("bytes", body.readAllBytes().length, "as", call.identity().name()));
    }
  }

  private static Reply later() {
    return new Reply.Later(
        CompletableFuture.supplyAsync(() -> Reply.json(Map.of("when", "later"))));
  }

  private Reply held() throws InterruptedException {
    held.await();
    return Reply.empty();
  }

  private static Reply broken() {
    throw new IllegalStateException("on purpose");
  }

  private static SocketChannel connect(ControlSocket to) throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(to.path()));
  }

  private static String send(ControlSocket to, byte[] request) throws IOException {
    try (SocketChannel channel = connect(to)) {
      OutputStream out = Channels.newOutputStream(channel);
      out.write(request);
      return answer(channel);
    }
  }

  private static String answer(SocketChannel channel) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      Channels.newInputStream(channel).transferTo(all);
    } catch (IOException e) {
      // It was cut off; what came before counts.
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  private String send(String request) throws IOException {
    return send(socket, request.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void answersARouteWithItsValuesAndParameters() throws IOException {
    assertThat(send("GET /api/v1/status HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 200 \r\n")
        .contains("Content-Type: application/json\r\n", "Connection: close\r\n", "X-Request-Id: ")
        .endsWith("\r\n\r\n{\"ready\":true}");
    assertThat(send("GET /api/v1/plugins/a%20b HTTP/1.1\r\n\r\n")).endsWith("\"a b\"");
    assertThat(send("GET /api/v1/found?why=a+b%26c&x HTTP/1.1\r\n\r\n"))
        .endsWith("{\"why\":\"a b&c\",\"x\":\"\"}");
    assertThat(send("GET /api/v1/later HTTP/1.1\r\n\r\n")).endsWith("{\"when\":\"later\"}");
    assertThat(send("HEAD /api/v1/status HTTP/1.1\r\n\r\n"))
        .contains("Content-Length: 14")
        .endsWith("\r\n\r\n");
  }

  @Test
  void takesABodyOfTheLengthThatIsTold() throws IOException {
    assertThat(send("POST /api/v1/plugins HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello, and more"))
        .startsWith("HTTP/1.1 200")
        .contains("\"bytes\":5", "\"as\":\"control socket\"");
    assertThat(send("POST /api/v1/plugins HTTP/1.1\r\nContent-Length: 9999999\r\n\r\n"))
        .startsWith("HTTP/1.1 413");
  }

  @ParameterizedTest
  @CsvSource({
    "'GET /nowhere HTTP/1.1', 404, no-such-route",
    "'DELETE /api/v1/status HTTP/1.1', 405, method-not-allowed",
    "'GET /api/v1/plugins/.. HTTP/1.1', 400, bad-path",
    "'GET /api/v1/plugins/a%2fb HTTP/1.1', 400, bad-path",
    "'GET /api/v1/found?x=1&x=2 HTTP/1.1', 400, invalid-request",
    "'GET /api/v1/found?x=%zz HTTP/1.1', 400, bad-message",
    "'GET /api/v1/broken HTTP/1.1', 500, internal-error",
    "'GET /api/v1/status HTTP/2', 400, bad-message",
    "'GET http://elsewhere/ HTTP/1.1', 400, bad-message",
    "'nonsense', 400, bad-message"
  })
  void refusesWithAProblem(String line, int status, String code) throws IOException {
    assertThat(send(line + "\r\n\r\n"))
        .startsWith("HTTP/1.1 %d ".formatted(status))
        .contains("application/problem+json", "\"code\":\"" + code + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "'Transfer-Encoding: chunked', 501",
    "'Content-Length: -1', 400",
    "'Content-Length: 1\r\nContent-Length: 2', 400",
    "'no header', 400"
  })
  void refusesHeadersThatItDoesNotUnderstand(String header, int status) throws IOException {
    assertThat(send("POST /api/v1/plugins HTTP/1.1\r\n" + header + "\r\n\r\n"))
        .startsWith("HTTP/1.1 %d ".formatted(status));
  }

  @Test
  void boundsTheHead() throws IOException {
    assertThat(send("GET /api/v1/status HTTP/1.1\r\nX: " + "x".repeat(20_000)))
        .startsWith("HTTP/1.1 431 ");
  }

  @Test
  void survivesWhatIsNoRequest() throws IOException {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      byte[] noise = new byte[random.nextInt(2_000) + 1];
      random.nextBytes(noise);
      try (SocketChannel channel = connect(socket)) {
        Channels.newOutputStream(channel).write(noise);
        channel.shutdownOutput();
        assertThat(answer(channel)).as("seed %d", seed).matches("(?s)|HTTP/1.1 4.*");
      }
    }
    assertThat(send("GET /api/v1/status HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200");
  }

  @Test
  void cutsOffWhoSaysNothing() throws IOException {
    try (ControlSocket impatient = open(folder.resolve("other"), Duration.ofMillis(200));
        SocketChannel silent = connect(impatient)) {
      assertThat(answer(silent)).isEmpty();
      byte[] request = "GET /api/v1/status HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      assertThat(send(impatient, request)).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void waitsWithFurtherConnectionsUntilOneIsFree() throws IOException {
    List<SocketChannel> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      SocketChannel channel = connect(socket);
      Channels.newOutputStream(channel)
          .write("GET /api/v1/held HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      all.add(channel);
    }
    held.countDown();
    for (SocketChannel channel : all) {
      assertThat(answer(channel)).startsWith("HTTP/1.1 204 ");
      channel.close();
    }
  }

  @Test
  void isOpenToItsOwnerAloneAndGoneAtTheEnd() throws IOException {
    Path path = socket.path();
    assertThat(mode(path)).isEqualTo("rw-------");
    assertThat(mode(path.getParent())).isEqualTo("rwx------");
    socket.close();
    assertThat(path).doesNotExist();
    assertThat(path.getParent()).doesNotExist();
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void takesThePlaceOfASocketThatAKilledProcessLeft() throws IOException {
    Path left = Files.createDirectories(folder.resolve("killed/control")).resolve("control.sock");
    Files.createFile(left);
    try (ControlSocket next = open(folder.resolve("killed"), PATIENT)) {
      assertThat(next.path()).isEqualTo(left);
    }
  }

  @Test
  void goesElsewhereWhereThePathIsTooLong() throws IOException {
    Path deep = Files.createDirectories(folder.resolve("d".repeat(100)));
    Path path;
    try (ControlSocket next = open(deep, PATIENT)) {
      path = next.path();
      assertThat(path.toString().length()).isLessThan(108);
      assertThat(mode(path.getParent())).isEqualTo("rwx------");
      byte[] request = "GET /api/v1/status HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      assertThat(send(next, request)).startsWith("HTTP/1.1 200");
    }
    assertThat(path.getParent()).doesNotExist();
  }
}
