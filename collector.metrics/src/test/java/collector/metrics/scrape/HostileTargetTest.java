package collector.metrics.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import monitor.api.event.Event;
import monitor.testkit.Ending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a target sends, its scrape fails with a reason and without a sample, or is read; the
 * heap of these tests is 64 MB. Beside each there is a good target that is not held up.
 */
class HostileTargetTest {
  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private static Arguments endless(String name, String reason, String head, String piece) {
    TestServer.Handler handler =
        (request, out) -> {
          out.write(bytes(head));
          byte[] block = bytes(piece.repeat(Math.max(1, 8192 / piece.length())));
          while (true) {
            out.write(block);
          }
        };
    return Arguments.of(name, reason, handler);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Arguments answer(String name, String reason, String answer) {
    TestServer.Handler handler = (request, out) -> out.write(bytes(answer));
    return Arguments.of(name, reason, handler);
  }

  static Stream<Arguments> hostile() {
    String ok = "HTTP/1.1 200 OK\r\n";
    String chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
    return Stream.of(
        endless("endless comments", "larger than 1048576 bytes", ok + "\r\n", "# x\n"),
        endless("endless line", "longer than 65536 bytes", ok + "\r\n", "a"),
        endless("endless samples", "more than 20000 samples", ok + "\r\n", "a 1\n"),
        endless(
            "endless families",
            "more than 20000 families",
            ok + "\r\n",
            "# TYPE a gauge\n# TYPE b gauge\n"),
        endless("endless header", "larger than 32768 bytes", ok, "x"),
        endless("endless headers", "larger than 32768 bytes", ok, "x: y\r\n"),
        endless(
            "endless interim answers",
            "larger than 32768 bytes",
            "",
            "HTTP/1.1 100 Continue\r\n\r\n"),
        endless("endless size of a chunk", "larger than 32768 bytes", chunked, "0"),
        endless(
            "endless empty members",
            "larger than 1048576 bytes",
            ok + "Content-Encoding: gzip\r\n\r\n",
            emptyMember()),
        answer("nothing", "closed the connection", ""),
        answer("noise", "does not speak HTTP/1.1", "SSH-2.0-OpenSSH_9.2\r\n"),
        answer("HTTP/2", "does not speak HTTP/1.1", "HTTP/2 200 OK\r\n\r\n"),
        answer("an error", "the server answered 503", "HTTP/1.1 503 Busy\r\n\r\na 1\n"),
        answer("a redirect to nowhere", "answered 302", "HTTP/1.1 302 Found\r\n\r\n"),
        answer(
            "a redirect to a file",
            "leads nowhere",
            "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n"),
        answer(
            "redirects without end",
            "more than 5 redirects",
            "HTTP/1.1 307 Here\r\nLocation: /again\r\n\r\n"),
        answer(
            "a page",
            "'text/html' holds no metrics",
            ok + "Content-Type: text/html; charset=x\r\n\r\n<html>"),
        answer("a short body", "closed the connection", ok + "Content-Length: 100\r\n\r\na 1\n"),
        answer("a length that is none", "not a number", ok + "Content-Length: -1\r\n\r\na 1\n"),
        answer("a chunk without size", "not a number", chunked + "z\r\na 1\n"),
        answer("a chunk that is too long", "has no end", chunked + "4\r\na 1\nb 1\n"),
        answer("no last chunk", "closed the connection", chunked + "4\r\na 1\n\r\n"),
        answer(
            "an unknown transfer coding",
            "'zip' is not known",
            ok + "Transfer-Encoding: zip\r\n\r\n"),
        answer(
            "an unknown content coding", "'br' is not known", ok + "Content-Encoding: br\r\n\r\nx"),
        answer(
            "no gzip", "no gzip", ok + "Content-Encoding: gzip\r\n\r\na 1\na 1\na 1\na 1\na 1\n"),
        answer("a header without a name", "without a name", ok + ": x\r\n\r\n"),
        answer(
            "a gzip of another check sum",
            "check sum",
            ok
                + "Content-Encoding: gzip\r\n\r\n"
                + emptyMember().replaceFirst("\0{8}$", "\0\0\0\0\0\0\0x")),
        Arguments.of(
            "a gzip that ends early", "ends early", (TestServer.Handler) HostileTargetTest::cut),
        Arguments.of(
            "a bomb", "larger than 1048576 bytes", (TestServer.Handler) HostileTargetTest::bomb),
        Arguments.of(
            "silence", "within 2.000 s", (TestServer.Handler) (request, out) -> NEVER.await()),
        Arguments.of("a drip in the head", "within 2.000 s", drip("HTTP/1.1 200 OK\r\nx: ")),
        Arguments.of("a drip in the body", "within 2.000 s", drip(ok + "\r\n# ")));
  }

  /** A gzip member of nothing, each byte a character. */
  private static String emptyMember() {
    try {
      ByteArrayOutputStream member = new ByteArrayOutputStream();
      new GZIPOutputStream(member).close();
      return member.toString(StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void cut(TestServer.Request request, OutputStream out) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes("a 1\n".repeat(1000)));
    }
    TestServer.head(out, "Content-Encoding: gzip");
    out.write(packed.toByteArray(), 0, packed.size() / 2);
  }

  /** A gigabyte that is a megabyte on its way. */
  private static void bomb(TestServer.Request request, OutputStream out) throws IOException {
    TestServer.head(out, "Content-Encoding: gzip");
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      byte[] block = bytes("# x\n".repeat(16 << 10));
      for (int i = 0; i < 16_384; i++) {
        gzip.write(block);
      }
    }
  }

  /** A byte from time to time, for ever. */
  private static TestServer.Handler drip(String head) {
    return (request, out) -> {
      out.write(bytes(head));
      while (true) {
        out.write('x');
        out.flush();
        Thread.sleep(100);
      }
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile")
  void failsWithAReason(String name, String reason, TestServer.Handler handler) throws Exception {
    try (TestServer server = new TestServer(handler);
        TestServer good = new TestServer(TestServer.text("good 1\n"));
        Scraped scraped =
            new Scraped(
                Map.of(
                    "targets",
                    List.of(server.url("/"), good.url("/")),
                    "interval",
                    "500ms",
                    "timeout",
                    reason.startsWith("within") ? "2s" : "25s",
                    "max-body",
                    "1MiB"))) {
      scraped.await("good", value -> value == 1);
      Event down = scraped.await("up", value -> value == 0);
      assertThat(scraped.scrape(down)).doesNotContainKey("a");
      scraped.awaitReason(server.url("/") + ": ", reason);
      assertThat(scraped.harness().stop(Scraped.PATIENCE)).isEqualTo(Ending.ASKED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://[fe80::1%25no]:1/", "http://name.invalid:1/", "http://127.0.0.1:1/"})
  void failsWithAReasonWhereThereIsNoServer(String url) throws Exception {
    try (TestServer good = new TestServer(TestServer.text("good 1\n"));
        Scraped scraped =
            new Scraped(Map.of("targets", List.of(url, good.url("/")), "timeout", "25s"))) {
      scraped.await("good", value -> value == 1);
      scraped.await("up", value -> value == 0);
      scraped.awaitReason(url + ": ", "");
      assertThat(scraped.harness().stop(Scraped.PATIENCE)).isEqualTo(Ending.ASKED);
    }
  }

  private static final int MILLION = 1_000_000;

  private static TestServer.Handler million() {
    return (request, out) -> {
      TestServer.head(out, "Content-Type: application/openmetrics-text");
      out.write(bytes("# TYPE many gauge\n"));
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < MILLION; i++) {
        text.append("many{number=\"").append(i).append("\"} 1\n");
        if (text.length() > 60_000) {
          out.write(bytes(text.toString()));
          text.setLength(0);
        }
      }
      out.write(bytes(text + "# EOF\n"));
    };
  }

  @Test
  void refusesAMillionSeries() throws Exception {
    try (TestServer server = new TestServer(million());
        Scraped scraped =
            new Scraped(Map.of("targets", List.of(server.url("/")), "timeout", "25s"))) {
      Map<String, Double> scrape = scraped.scrape(scraped.await("up", value -> true));
      assertThat(scrape)
          .containsEntry("up", 0.0)
          .containsEntry("scrape_samples_post_metric_relabeling", 0.0)
          .containsEntry("scrape_samples_scraped", 20_000.0);
    }
  }

  @Test
  void readsAMillionSeriesOfWhichFewAreKept() throws Exception {
    Map<String, Object> configuration = new HashMap<>();
    configuration.put("max-series", MILLION);
    configuration.put("max-body", "64MiB");
    configuration.put("timeout", "2m");
    configuration.put("keep", List.of("many{number=77777*}"));
    try (TestServer server = new TestServer(million())) {
      configuration.put("targets", List.of(server.url("/")));
      try (Scraped scraped = new Scraped(configuration)) {
        Map<String, Double> scrape = scraped.scrape(scraped.await("up", value -> true));
        assertThat(scrape)
            .containsEntry("up", 1.0)
            .containsEntry("scrape_samples_scraped", (double) MILLION)
            .containsEntry("scrape_samples_post_metric_relabeling", 11.0);
      }
    }
  }
}
