package probe.reachability;

import static org.assertj.core.api.Assertions.assertThat;
import static probe.reachability.ProbeTargets.NOTHING;
import static probe.reachability.ProbeTargets.target;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import monitor.api.probe.ProbeResult.HttpGet;
import monitor.api.probe.Round;
import monitor.api.probe.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpHostileTest {
  /** Nothing that is expected here takes so long; what must end by it says so. */
  private static final Duration LONG = Duration.ofSeconds(60);

  private static final String BYE =
      "the server closed the connection before its answer was complete";

  private final Resolver resolver = new Resolver();
  private final HttpProbe probe = new HttpProbe(resolver);

  @AfterEach
  void close() {
    resolver.close();
  }

  private Round round(RawServer server, Duration timeout, String... parameters) throws Exception {
    return probe.round(target(server.url(), timeout, parameters), NOTHING);
  }

  private HttpGet get(RawServer server, String... parameters) throws Exception {
    return (HttpGet) round(server, LONG, parameters).result();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''| " + BYE,
        "HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nabc| " + BYE,
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\nabc| " + BYE,
        "HTTP/1.1 200 OK\\r"
            + "\\n"
            + "Transfer-Encoding: chunked\\r"
            + "\\n"
            + "\\r"
            + "\\n"
            + "-1\\r"
            + "\\n"
            + "| not HTTP: '-1' is not the size of a chunk",
        "HTTP/1.1 200 OK\\r"
            + "\\n"
            + "Transfer-Encoding: chunked\\r"
            + "\\n"
            + "\\r"
            + "\\n"
            + "1\\r"
            + "\\n"
            + "abc\\r"
            + "\\n"
            + "| not HTTP: a chunk is longer than its size",
        "HTTP/1.1 200 OK\\r\\nContent-Length: -5\\r\\n\\r\\nabc| not HTTP: '-5' is not a length",
        "HTTP/1.1 200 OK\\r"
            + "\\n"
            + "Content-Length: 99999999999999999999\\r"
            + "\\n"
            + "\\r"
            + "\\n"
            + "| not HTTP: '99999999999999999999' is not a length",
        "HTTP/1.1 999 What\\r\\n\\r\\n| not HTTP: the answer begins with 'HTTP/1.1 999 What'",
        "SSH-2.0-OpenSSH_9.2\\r\\n| not HTTP: the answer begins with 'SSH-2.0-OpenSSH_9.2'",
        "\\x00\\x01\\xff\\n\\n| not HTTP: the answer begins with '???'",
      })
  void saysWhatIsWrongWithAnAnswer(String answer, String error) throws Exception {
    String bytes =
        answer
            .replace("\\r", "\r")
            .replace("\\n", "\n")
            .replace("\\x00", "\0")
            .replace("\\x01", "\1")
            .replace("\\xff", "\u00ff");
    try (RawServer server = RawServer.saying(bytes)) {
      HttpGet result = get(server);
      assertThat(result.error()).isEqualTo(error);
      assertThat(result.successful()).isFalse();
      assertThat(result.statusCode()).isNull();
    }
  }

  @Test
  void endsAChainOfTenThousandRedirections() throws Exception {
    RawServer.Manners onward =
        (out, server) ->
            out.write(
                "HTTP/1.1 302 On\r\nLocation: /%d\r\nContent-Length: 0\r\n\r\n"
                    .formatted(server.requests.get())
                    .getBytes(StandardCharsets.US_ASCII));
    try (RawServer server = new RawServer(onward)) {
      assertThat(get(server).error()).isEqualTo("more than 10 redirections");
      assertThat(server.requests).hasValue(11);
      HttpGet first = get(server, "redirects", "0");
      assertThat(first.statusCode()).isEqualTo(302);
      assertThat(first.successful()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"file:///etc/passwd", "ftp://127.0.0.1/", "http:", "//", "http://["})
  void followsNoRedirectionToSomethingElse(String location) throws Exception {
    String answer = "HTTP/1.1 301 On\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n";
    try (RawServer server = RawServer.saying(answer.formatted(location))) {
      assertThat(get(server).error()).isEqualTo("it redirects to what is not an http or https URL");
    }
  }

  @Test
  void passesOverInterimAnswersButNotOverEndlessOnes() throws Exception {
    String interim = "HTTP/1.1 103 Early\r\nLink: x\r\n\r\n";
    String last = "HTTP/1.1 204 None\r\n\r\n";
    try (RawServer few = RawServer.saying(interim.repeat(3) + last);
        RawServer many = RawServer.saying(interim.repeat(2000) + last)) {
      assertThat(get(few).statusCode()).isEqualTo(204);
      assertThat(get(many).error()).isEqualTo("not HTTP: nothing but interim answers");
    }
  }

  @Test
  void endsHeadersThatHaveNoEnd() throws Exception {
    RawServer.Manners endless =
        (out, server) -> {
          out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
          while (true) {
            out.write(new byte[1024]);
          }
        };
    String many = "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(5000) + "\r\n";
    try (RawServer line = new RawServer(endless);
        RawServer lines = RawServer.saying(many)) {
      assertThat(get(line).error()).isEqualTo("not HTTP: a line is longer than 16384 bytes");
      assertThat(get(lines).error()).isEqualTo("not HTTP: more than 1000 headers");
    }
  }

  private static String headers(int count, int bytes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      String name = "X-%d: ".formatted(i);
      text.append(name).append("y".repeat(bytes - name.length())).append("\r\n");
    }
    return text.toString();
  }

  @Test
  void endsAHeadOfManyLongHeaders() throws Exception {
    String begin = "HTTP/1.1 200 OK\r\n" + headers(2, 16_000);
    String chunks = "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n";
    String interim = "HTTP/1.1 103 Early\r\n" + headers(1, 16_000) + "\r\n";
    String none = "HTTP/1.1 204 None\r\n\r\n";
    try (RawServer large = RawServer.saying(begin + "\r\n");
        RawServer larger = RawServer.saying(begin + headers(900, 16_000) + "\r\n");
        RawServer trailers = RawServer.saying(begin + chunks + headers(1, 16_000) + "\r\n");
        RawServer early = RawServer.saying(interim.repeat(3) + none)) {
      assertThat(get(large).statusCode()).isEqualTo(200);
      for (RawServer each : List.of(larger, trailers, early)) {
        HttpGet result = get(each);
        assertThat(result.error())
            .isEqualTo("not HTTP: the head of the answer is larger than 32768 bytes");
        assertThat(result.statusCode()).isNull();
      }
    }
  }

  /** Prints what comes of a round of a thousand samples, in a heap that they do not fit into. */
  static final class Trial {
    public static void main(String[] arguments) throws Exception {
      String[] parameters = Arrays.copyOfRange(arguments, 1, arguments.length);
      try (Resolver resolver = new Resolver()) {
        Target target = target(arguments[0], LONG, 1000, parameters);
        System.out.println(new HttpProbe(resolver).round(target, NOTHING).result());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "expect-body the-end"})
  void keepsNothingOfThousandAnswers(String parameter) throws Exception {
    String body = "x".repeat((64 << 10) - 7) + "the-end";
    String head = "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n".formatted(body.length());
    try (RawServer server = RawServer.saying(head + headers(2, 15_000) + "\r\n" + body)) {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-Xmx24m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
      command.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-cp"));
      command.add(
          System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")));
      command.addAll(List.of(Trial.class.getName(), server.url()));
      command.addAll(List.of(parameter.split(" ")));
      command.removeIf(String::isEmpty);
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(text).contains("HttpGet[statusCode=200, ", "error=null, successful=true]");
      assertThat(server.requests).hasValue(1000);
    }
  }

  @Test
  void endsABodyThatHasNoEnd() throws Exception {
    RawServer.Manners endless =
        (out, server) -> {
          out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          byte[] block = new byte[1 << 16];
          while (true) {
            out.write(block);
          }
        };
    try (RawServer server = new RawServer(endless)) {
      HttpGet result = get(server);
      assertThat(result.error()).isEqualTo("the body is longer than 64 MiB");
      assertThat(result.responseBytes()).isBetween(HttpAnswer.LARGEST, HttpAnswer.LARGEST + 65_536);
    }
  }

  @ParameterizedTest
  @CsvSource({"true, 200", "false, "})
  void endsWhatComesAByteAtATime(boolean headers, Integer ignored) throws Exception {
    RawServer.Manners slow =
        (out, server) -> {
          out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
          out.write((headers ? "" : "\r\n").getBytes(StandardCharsets.US_ASCII));
          while (server.pause(10)) {
            out.write('x');
            out.flush();
          }
        };
    try (RawServer server = new RawServer(slow)) {
      Round round = round(server, Duration.ofMillis(300));
      assertThat(round.result().error()).isEqualTo("no complete answer within 300ms");
    }
  }

  @Test
  void inflatesNothing() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
      byte[] block = new byte[1 << 20];
      for (int i = 0; i < 100; i++) {
        out.write(block);
      }
    }
    RawServer.Manners compressed =
        (out, server) -> {
          out.write(
              "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
                  .formatted(bomb.size())
                  .getBytes(StandardCharsets.US_ASCII));
          bomb.writeTo(out);
        };
    try (RawServer server = new RawServer(compressed)) {
      HttpGet result = get(server);
      assertThat(result.successful()).isTrue();
      assertThat(result.responseBytes()).isEqualTo(bomb.size());
    }
  }

  @Test
  @Tag("T18")
  void saysNothingButAnIoExceptionAboutDamagedAnswers() {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    fuzz(new Random(seed), seed, Duration.ofSeconds(5));
  }

  @Test
  @Tag("soak")
  @Tag("T18")
  void saysNothingButAnIoExceptionAboutDamagedAnswersForLong() {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    fuzz(new Random(seed), seed, Duration.ofMinutes(Long.getLong("tests.minutes", 120)));
  }

  private static void fuzz(Random random, long seed, Duration time) {
    byte[] seedAnswer =
        "HTTP/1.1 200 OK\r\nA: b\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nwell\r\n0\r\nT: x\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    long end = System.nanoTime() + time.toNanos();
    for (int round = 0; System.nanoTime() < end; round++) {
      byte[] bytes = Mutations.of(seedAnswer, random);
      try {
        HttpAnswer answer = HttpAnswer.read(new ByteArrayInputStream(bytes), "GET", "well");
        assertThat(answer.status()).isBetween(200, 599);
        assertThat(answer.bytes()).isLessThanOrEqualTo(bytes.length);
      } catch (IOException e) {
        assertThat(e.getMessage()).isNotBlank();
      } catch (RuntimeException e) {
        throw new AssertionError("round %d of -Dtests.seed=%d".formatted(round, seed), e);
      }
    }
  }
}
