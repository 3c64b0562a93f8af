package monitor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bound that is configured as {@code workers}, and by the variable MAX_WORKERS. */
class WorkersTest {
  private static final int WORKERS = 10;
  private static final int REQUESTS = 24;

  @TempDir private Path data;

  /** Holds every request, and knows how many were held at once. */
  private static final class Held implements Filter {
    final CountDownLatch released = new CountDownLatch(1);
    final AtomicInteger running = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      most.accumulateAndGet(running.incrementAndGet(), Math::max);
      try {
        released.await();
        chain.doFilter(request, response);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        running.decrementAndGet();
      }
    }
  }

  @Test
  void servesNoMoreRequestsAtOnceThanConfiguredAndTheOthersAfterThem() throws Exception {
    Held held = new Held();
    try (FrameworkServer server = new FrameworkServer(data, Map.of("workers", WORKERS));
        HttpClient client = HttpClient.newHttpClient()) {
      server
          .context()
          .registerService(
              Filter.class,
              held,
              new Hashtable<>(Map.of("osgi.http.whiteboard.filter.pattern", "/livez")));
      Await.until("the API is served", server::serves);
      List<CompletableFuture<HttpResponse<String>>> answers = ask(client);
      // One thread accepts, and one selects.
      Await.until("requests are held", () -> held.running.get() >= WORKERS - 3);
      held.released.countDown();
      assertThat(answers)
          .allSatisfy(answer -> assertThat(answer.get().statusCode()).isEqualTo(200));
    }
    assertThat(held.most.get()).isLessThan(WORKERS);
  }

  private List<CompletableFuture<HttpResponse<String>>> ask(HttpClient client) throws IOException {
    JsonNode note = TestServer.JSON.readTree(Files.readAllBytes(data.resolve("run/monitor.json")));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(note.get("url").asText()).resolve("/livez")).build();
    return IntStream.range(0, REQUESTS)
        .mapToObj(_ -> client.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
        .toList();
  }
}
