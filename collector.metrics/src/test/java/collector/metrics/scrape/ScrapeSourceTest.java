package collector.metrics.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import monitor.api.event.Event;
import monitor.api.event.Series;
import monitor.api.status.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrapeSourceTest {
  @TempDir Path folder;

  @Test
  void makesASeriesOfEachSample() throws Exception {
    String text =
        """
        # TYPE requests_total counter
        requests_total{code="200",job="own"} 17
        # TYPE temperature_celsius gauge
        temperature_celsius NaN
        # TYPE wait_seconds histogram
        wait_seconds_bucket{le="+Inf"} 3
        wait_seconds_sum 1.5
        wait_seconds_count 3
        """;
    try (TestServer server = new TestServer(TestServer.text(text));
        Scraped scraped = Scraped.of(server.url("/metrics"))) {
      String instance = "127.0.0.1:" + server.port();
      assertThat(scraped.series("requests_total"))
          .isEqualTo(
              Series.counter("requests_total", "1")
                  .with("code", "200")
                  .with("exported_job", "own")
                  .with("job", "lab")
                  .with("instance", instance));
      assertThat(scraped.series("temperature_celsius"))
          .isEqualTo(
              Series.gauge("temperature_celsius", "Cel")
                  .with("job", "lab")
                  .with("instance", instance));
      assertThat(scraped.series("wait_seconds_bucket").instrument())
          .isEqualTo(Series.Instrument.COUNTER);
      assertThat(scraped.series("wait_seconds_bucket").unit()).isEqualTo("1");
      assertThat(scraped.series("wait_seconds_sum").unit()).isEqualTo("s");
      Event up = scraped.await("up", value -> value == 1);
      assertThat(scraped.scrape(up))
          .containsEntry("requests_total{code=200, exported_job=own}", 17.0)
          .containsEntry("scrape_samples_scraped", 5.0)
          .containsEntry("scrape_samples_post_metric_relabeling", 5.0)
          .containsEntry("scrape_series_added", 5.0)
          .containsEntry("scrape_series_removed", 0.0)
          .containsEntry("scrape_body_size_bytes", (double) text.length())
          .containsKey("scrape_duration_seconds");
      assertThat(server.requests().getFirst().headers())
          .containsEntry("accept-encoding", "gzip")
          .containsEntry("host", instance)
          .containsEntry("x-prometheus-scrape-timeout-seconds", "10.000");
    }
  }

  @Test
  void takesTheTimesOfTheTextUnlessTold() throws Exception {
    String text = "a 1 1700000000000\nb 1 9223372036854775807\nc 1\n";
    try (TestServer server = new TestServer(TestServer.text(text));
        Scraped scraped = Scraped.of(server.url("/"));
        Scraped deaf =
            new Scraped(Map.of("targets", List.of(server.url("/")), "honor-timestamps", false))) {
      assertThat(scraped.await("a", value -> true).timeNanos())
          .isEqualTo(1_700_000_000_000_000_000L);
      scraped.await("scrape_samples_untimely", value -> value == 1);
      Event event = deaf.await("a", value -> true);
      assertThat(event.timeNanos()).isEqualTo(deaf.await("c", value -> true).timeNanos());
    }
  }

  @Test
  void leavesOutDuplicatesAndCountsThem() throws Exception {
    String text =
        "a{x=\"1\",y=\"2\"} 1\na{y=\"2\",x=\"1\"} 2\na{x=\"1\",y=\"2\"} 3\nb 1 5\nb 2 6\nb 3 6\n";
    try (TestServer server = new TestServer(TestServer.text(text));
        Scraped scraped = Scraped.of(server.url("/"))) {
      Event counted = scraped.await("scrape_samples_duplicate", value -> value == 3);
      assertThat(scraped.scrape(counted)).containsEntry("a{x=1, y=2}", 1.0);
      assertThat(scraped.events().stream().filter(event -> event.timeNanos() < 10_000_000))
          .hasSizeGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void tellsWhenSeriesComeAndGoAndAScrapeFails() throws Exception {
    try (TestServer server = new TestServer(TestServer.text("a 1\nb 1\n"));
        Scraped scraped = Scraped.of(server.url("/"))) {
      scraped.await("b", value -> true);
      server.answer(TestServer.text("a 2\nc 2\nd 2\n"));
      Map<String, Double> changed = scraped.scrape(scraped.await("d", value -> true));
      assertThat(changed)
          .containsEntry("scrape_series_added", 2.0)
          .containsEntry("scrape_series_removed", 1.0)
          .doesNotContainKey("b");
      server.answer(TestServer.text("a 3\nb 3\nthis is no metric\n"));
      Map<String, Double> failed = scraped.scrape(scraped.await("up", value -> value == 0));
      assertThat(failed)
          .containsEntry("scrape_series_removed", 3.0)
          .containsEntry("scrape_samples_post_metric_relabeling", 0.0)
          .doesNotContainKey("a");
      assertThat(scraped.awaitStatus(Status.Level.DEGRADED).reason())
          .isEqualTo(server.url("/") + ": line 3, column 6: 'is' is not a number");
      server.answer(TestServer.text("a 4\n"));
      Event back = scraped.await("a", value -> value == 4);
      assertThat(scraped.scrape(back)).containsEntry("scrape_series_added", 1.0);
      scraped.awaitStatus(Status.Level.OK);
    }
  }

  @Test
  void readsOpenMetricsByItsOwnRules() throws Exception {
    String open = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    String text =
        "# TYPE a counter\n"
            + "# UNIT a_bytes bytes\n"
            + "# TYPE a_bytes counter\n"
            + "a_bytes_total 1 # {t=\"1\"} 2\n"
            + "# EOF\n";
    try (TestServer server = new TestServer(TestServer.text(open, text));
        Scraped scraped = Scraped.of(server.url("/"))) {
      assertThat(scraped.series("a_bytes_total").unit()).isEqualTo("By");
      server.answer(TestServer.text(open, "a 1\n"));
      assertThat(scraped.awaitStatus(Status.Level.DEGRADED).reason()).contains("# EOF");
    }
  }

  @Test
  void readsCompressedAndChunkedTexts() throws Exception {
    byte[] packed = gzip("a 5\n");
    try (TestServer server =
            new TestServer((request, out) -> {
              TestServer.head(out, "Transfer-Encoding: chunked", "Content-Encoding: gzip");
              for (byte b : packed) {
                out.write(new byte[] {'1', ';', 'x', '\r', '\n', b, '\r', '\n'});
              }
              out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            });
        Scraped scraped = Scraped.of(server.url("/"))) {
      scraped.await("a", value -> value == 5);
      server.answer((request, out) -> {
        TestServer.head(out, "Content-Encoding: gzip");
        out.write(gzip("a 6\n"));
        out.flush();
        out.write(gzip("b 6\n"));
      });
      scraped.await("b", value -> value == 6);
    }
  }

  private static byte[] gzip(String text) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void keepsDropsAndRenames() throws Exception {
    String text =
        """
        node_cpu_seconds_total{cpu="0",mode="idle"} 1
        node_cpu_seconds_total{cpu="0",mode="user"} 2
        node_memory_free_bytes{zone=""} 3
        go_threads 4
        """;
    try (TestServer server = new TestServer(TestServer.text(text));
        Scraped scraped =
            new Scraped(
                Map.of(
                    "targets", List.of(server.url("/")),
                    "keep", List.of("node_*"),
                    "drop", List.of("node_cpu_*{mode=id*e}"),
                    "rename", List.of("node_*=host_*"),
                    "drop-labels", List.of("c*u"),
                    "rename-labels", List.of("mode=state"),
                    "labels", List.of("site=lab")))) {
      Map<String, Double> scrape = scraped.scrape(scraped.await("up", value -> true));
      assertThat(scrape)
          .containsEntry("host_cpu_seconds_total{site=lab, state=user}", 2.0)
          .containsEntry("host_memory_free_bytes{site=lab}", 3.0)
          .containsEntry("scrape_samples_scraped{site=lab}", 4.0)
          .containsEntry("scrape_samples_post_metric_relabeling{site=lab}", 2.0)
          .hasSize(11);
    }
  }

  @Test
  void sendsSecretsFromFilesOnlyToWhomTheyAreMeantFor() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "first\n");
    try (TestServer other = new TestServer(TestServer.text("a 1\n"));
        TestServer server = new TestServer(redirect(other.url("/b")));
        Scraped scraped =
            new Scraped(
                Map.of("targets", List.of(server.url("/")), "bearer-file", token.toString()))) {
      scraped.await("a", value -> true);
      assertThat(server.requests().getFirst().headers())
          .containsEntry("authorization", "Bearer first");
      assertThat(other.requests().getFirst().headers()).doesNotContainKey("authorization");
      Files.writeString(token, "second");
      server.answer(TestServer.text("b 1\n"));
      scraped.await("b", value -> true);
      int before = server.requests().size();
      scraped
          .harness()
          .await(() -> server.requests().size() > before + 1, Scraped.PATIENCE, "more");
      assertThat(server.requests().getLast().headers())
          .containsEntry("authorization", "Bearer second");
    }
  }

  @Test
  void sendsAUserAndItsPassword() throws Exception {
    Path password = Files.writeString(folder.resolve("password"), "pass:wörd");
    try (TestServer server = new TestServer(TestServer.text("a 1\n"));
        Scraped scraped =
            new Scraped(
                Map.of(
                    "targets", List.of(server.url("/")),
                    "username", "me",
                    "password-file", password.toString()))) {
      scraped.await("a", value -> true);
      String expected =
          Base64.getEncoder().encodeToString("me:pass:wörd".getBytes(StandardCharsets.UTF_8));
      assertThat(server.requests().getFirst().headers())
          .containsEntry("authorization", "Basic " + expected);
    }
  }

  private static TestServer.Handler redirect(String to) {
    return (request, out) ->
        out.write(
            "HTTP/1.1 302 Found\r\nLocation: %s\r\n\r\n"
                .formatted(to)
                .getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void followsAFileOfTargets() throws Exception {
    Path file = folder.resolve("targets");
    try (TestServer first = new TestServer(TestServer.text("a 1\n"));
        TestServer second = new TestServer(TestServer.text("b 1\n"))) {
      Files.writeString(file, "# ours\n\n" + first.url("/") + " site=lab\n");
      try (Scraped scraped = new Scraped(Map.of("targets-file", file.toString()))) {
        assertThat(scraped.series("a").attributes().get("site")).isEqualTo("lab");
        replace(file, second.url("/") + "\n");
        scraped.await("b", value -> true);
        int asked = first.requests().size();
        replace(file, second.url("/") + "\nfile:///etc/passwd\n");
        assertThat(scraped.awaitStatus(Status.Level.DEGRADED).reason())
            .contains("line 2", "'file:///etc/passwd' is no URL of the form");
        assertThat(first.requests().size()).isLessThanOrEqualTo(asked + 1);
        int still = second.requests().size();
        scraped.harness().await(() -> second.requests().size() > still, Scraped.PATIENCE, "more");
        replace(file, second.url("/") + "\n");
        scraped.awaitStatus(Status.Level.OK);
      }
    }
  }

  private void replace(Path file, String text) throws Exception {
    Path next = Files.writeString(folder.resolve("next"), text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void isNotHeldUpByASlowTarget() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (TestServer slow = new TestServer((request, out) -> never.await());
        TestServer quick = new TestServer(TestServer.text("a 1\n"));
        Scraped scraped =
            new Scraped(
                Map.of(
                    "targets", List.of(slow.url("/"), quick.url("/")),
                    "interval", "1s",
                    "timeout", "2s"))) {
      scraped
          .harness()
          .await(
              () -> quick.requests().size() >= 3 && !slow.requests().isEmpty(),
              Scraped.PATIENCE,
              "scrapes");
      scraped.awaitReason(slow.url("/"), "there was no complete answer within 2.000 s");
    } finally {
      never.countDown();
    }
  }

  @Test
  void goesOnByTheUnitsThatFindRoom() throws Exception {
    String text = "a{x=\"%d\"} 1\n";
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      all.append(text.formatted(i));
    }
    try (TestServer server = new TestServer(TestServer.text(all.toString()));
        Scraped scraped = Scraped.of(server.url("/"))) {
      Event up = scraped.await("up", value -> value == 1);
      assertThat(scraped.scrape(up)).hasSize(5_009);
      assertThat(scraped.harness().recorded().units())
          .allSatisfy(unit -> assertThat(unit.events()).hasSizeLessThanOrEqualTo(1_000));
    }
  }
}
