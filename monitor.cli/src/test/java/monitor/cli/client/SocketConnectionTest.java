package monitor.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client over a Unix domain socket, at which a server says what the test wants. */
@Timeout(60)
class SocketConnectionTest {
  @TempDir private Path folder;
  private ServerSocketChannel server;
  private Path path;
  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

  @BeforeEach
  void listen() throws IOException {
    path = folder.resolve("a socket");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private ApiClient client(Duration timeout) {
    return new ApiClient(URI.create("unix:" + path.toUri().getRawPath()), "", timeout);
  }

  /** Answers the next request once it has seen as many bytes of body. */
  private void answer(int bodyBytes, String answer) {
    Thread.ofVirtual()
        .start(() -> {
          try (SocketChannel channel = server.accept()) {
            InputStream in = Channels.newInputStream(channel);
            StringBuilder seen = new StringBuilder();
            while (seen.indexOf("\r\n\r\n") < 0) {
              seen.append((char) in.read());
            }
            seen.append(new String(in.readNBytes(bodyBytes), StandardCharsets.UTF_8));
            asked.add(seen.toString());
            Channels.newOutputStream(channel).write(answer.getBytes(StandardCharsets.UTF_8));
          } catch (IOException e) {
            asked.add(e.toString());
          }
        });
  }

  @Test
  void getsJson() throws Exception {
    answer(0, "HTTP/1.1 200 \r\nContent-Type: application/json\r\n\r\n{\"ready\":true}");
    assertThat(client(Duration.ofSeconds(30)).get("/api/v1/status?x=1").path("ready").asBoolean())
        .isTrue();
    assertThat(asked.take())
        .startsWith("GET /api/v1/status?x=1 HTTP/1.1\r\n")
        .contains("Accept: application/json\r\n");
  }

  @Test
  void sendsAFileOfItsLength() throws Exception {
    Path jar = Files.writeString(folder.resolve("a.jar"), "0123456789");
    answer(10, "HTTP/1.1 202 \r\n\r\n{}");
    client(Duration.ofSeconds(30)).upload("/api/v1/plugins", jar);
    assertThat(asked.take())
        .startsWith("POST /api/v1/plugins HTTP/1.1\r\n")
        .contains("Content-Length: 10\r\n")
        .endsWith("\r\n\r\n0123456789");
  }

  @Test
  void tellsWhatThePlatformSaysOfAnError() {
    answer(0, "HTTP/1.1 404 \r\n\r\n{\"detail\":\"There is no plugin x.\",\"hint\":\"Look.\"}");
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> client(Duration.ofSeconds(30)).get("/api/v1/plugins/x"))
        .withMessage("Not found: There is no plugin x. (Look.)")
        .matches(e -> e.kind() == ApiException.Kind.NOT_FOUND);
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    server.close();
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> client(Duration.ofSeconds(30)).get("/api/v1/status"))
        .matches(e -> e.kind() == ApiException.Kind.UNREACHABLE);
  }

  @Test
  void givesUpOnAPlatformThatSaysNothing() {
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> client(Duration.ofSeconds(1)).get("/api/v1/status"))
        .matches(e -> e.kind() == ApiException.Kind.TIMEOUT);
  }

  @Test
  void refusesAnAnswerThatIsNone() {
    answer(0, "hello\r\n\r\n");
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> client(Duration.ofSeconds(30)).get("/api/v1/status"))
        .matches(e -> e.kind() == ApiException.Kind.UNREACHABLE);
  }
}
