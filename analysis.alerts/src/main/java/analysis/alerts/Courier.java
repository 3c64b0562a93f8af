package analysis.alerts;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/**
 * Brings the notifications of one webhook, one after the other, so that an alert never seems to be
 * over before it began.
 */
final class Courier {
  /** Answers that say that this body is wrong: it would be wrong again. */
  private static final Set<Integer> REFUSALS = Set.of(400, 413, 415, 422);

  /** The time-out of the request is shorter. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private static final Duration END = Duration.ofSeconds(1);

  private final Board board;
  private final String webhook;

  Courier(Board board, String webhook) {
    this.board = board;
    this.webhook = webhook;
  }

  /** Until nothing is sent any more. */
  void run() throws InterruptedException {
    Board.Errand errand = board.next(webhook);
    if (errand == null) {
      return;
    }
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(LONGEST)
            .build();
    try {
      for (; errand != null; errand = board.next(webhook)) {
        bring(errand, client);
      }
    } finally {
      client.shutdownNow();
    }
    client.awaitTermination(END);
  }

  private void bring(Board.Errand errand, HttpClient client) throws InterruptedException {
    HttpRequest request = request(errand);
    try {
      answered(errand, client.send(request, HttpResponse.BodyHandlers.ofInputStream()));
    } catch (IllegalArgumentException e) {
      // A URI may have a host that the client does not take, such as one that TLS cannot name.
      board.failed(errand, "url: " + reason(e));
    } catch (IOException e) {
      board.failed(errand, reason(e));
    }
  }

  private static HttpRequest request(Board.Errand errand) {
    Webhook webhook = errand.webhook();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(webhook.url())
            .timeout(webhook.timeout())
            .header("Content-Type", "application/json")
            .header("User-Agent", "Monitor")
            .header("Idempotency-Key", errand.notification().key())
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    errand.notification().body(), StandardCharsets.UTF_8));
    if (!webhook.authorization().isEmpty()) {
      request.header("Authorization", webhook.authorization());
    }
    return request.build();
  }

  /** The body is not read: nobody looks at it, and it may have no end. */
  private void answered(Board.Errand errand, HttpResponse<InputStream> response)
      throws IOException {
    response.body().close();
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      board.taken(errand);
    } else if (REFUSALS.contains(status)) {
      board.refused(errand, "it answered " + status);
    } else {
      board.failed(errand, "it answered " + status);
    }
  }

  private static String reason(Exception e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
  }
}
