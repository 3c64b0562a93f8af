package monitor.rest.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers, and counts them. Thread-safe. */
public final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private final RequestCounts counts;

  /** Counts there. */
  public Answers(RequestCounts counts) {
    this.counts = counts;
  }

  /** The id of one request, for its answer and the log. */
  static String requestId() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  /** Sets the headers that every answer of the API has. */
  static void secure(HttpServletResponse response, String requestId) {
    response.setHeader("X-Request-Id", requestId);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader("Referrer-Policy", "no-referrer");
  }

  /** Counts an answer that is written elsewhere. */
  void count(int status) {
    counts.answered(status);
  }

  /** The answer that a problem becomes; it is counted as a refusal. */
  Reply.Content problem(Problem problem, String requestId) {
    counts.refused(problem, requestId);
    Reply.Content content =
        new Reply.Content(
            problem.status(),
            "application/problem+json",
            Json.write(problem.members(requestId)),
            problem.headers());
    // What was not read of a refused body is not waited for.
    return problem.status() == 413 || problem.status() == 408
        ? content.header("Connection", "close")
        : content;
  }

  /** Writes a complete answer, to a client that may be gone. */
  void write(Reply.Content content, HttpServletRequest request, HttpServletResponse response) {
    counts.answered(content.status());
    response.setStatus(content.status());
    content.headers().forEach(response::addHeader);
    if (content.type() != null) {
      response.setContentType(content.type());
      response.setContentLength(content.body().length);
      if (!request.getMethod().equals("HEAD")) {
        send(content.body(), response);
      }
    }
  }

  private static void send(byte[] body, HttpServletResponse response) {
    try {
      response.getOutputStream().write(body);
    } catch (IOException e) {
      LOG.debug("The client of a request went away.", e);
    }
  }
}
