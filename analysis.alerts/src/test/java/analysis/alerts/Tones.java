package analysis.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A web server on the loopback that is rung: what it was told, in the order of arrival. */
final class Tones implements AutoCloseable {
  /** Two processors, and others use them: far more than any of this takes. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A request.
   *
   * @param key of the header Idempotency-Key
   * @param authorization of the header
   * @param body as JSON
   * @param answered status of the answer
   */
  record Tone(String key, String authorization, JsonNode body, int answered) {
    String state() {
      return body.path("state").asText();
    }

    String host() {
      return body.path("host").asText();
    }
  }

  private final List<Tone> tones = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final int port;
  private HttpServer server;
  private volatile int status = 204;
  private volatile CountDownLatch door = new CountDownLatch(0);

  Tones() throws IOException {
    server = serve(0);
    port = server.getAddress().getPort();
  }

  private HttpServer serve(int wanted) throws IOException {
    HttpServer fresh =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 50);
    fresh.createContext("/", this::answer);
    fresh.setExecutor(threads);
    fresh.start();
    return fresh;
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
    int answer = status;
    synchronized (this) {
      tones.add(
          new Tone(
              exchange.getRequestHeaders().getFirst("Idempotency-Key"),
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
              body,
              answer));
      notifyAll();
    }
    try {
      door.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.sendResponseHeaders(answer, -1);
    exchange.close();
  }

  String url() {
    return "http://127.0.0.1:" + port + "/hook/secret-path?token=hidden";
  }

  /** Answers with this status from now on. */
  void answer(int newStatus) {
    status = newStatus;
  }

  /** Takes requests, but answers none until {@link #open}. */
  void hold() {
    door = new CountDownLatch(1);
  }

  void open() {
    door.countDown();
  }

  /** Refuses connections. */
  void down() {
    server.stop(0);
  }

  void up() throws IOException {
    server = serve(port);
  }

  synchronized List<Tone> all() {
    return List.copyOf(tones);
  }

  /** Those that were answered with success. */
  List<Tone> taken() {
    return all().stream().filter(tone -> tone.answered() < 300).toList();
  }

  /** Waits until what came is as wanted. */
  synchronized List<Tone> await(String what, Predicate<List<Tone>> wanted) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!wanted.test(tones)) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError(
            "not within %s: %s; %d came, the last: %s"
                .formatted(PATIENCE, what, tones.size(), tones.isEmpty() ? "" : tones.getLast()));
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return List.copyOf(tones);
  }

  /** Waits until so many came. */
  List<Tone> await(int count) throws Exception {
    return await(count + " notifications", list -> list.size() >= count);
  }

  @Override
  public void close() {
    open();
    server.stop(0);
    threads.shutdownNow();
  }
}
