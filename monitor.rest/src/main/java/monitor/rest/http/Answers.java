package monitor.rest.http;

import java.util.HexFormat;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns failures into answers, and counts answers. Thread-safe. */
public final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private final RequestCounts counts;

  /** Counts there. */
  public Answers(RequestCounts counts) {
    this.counts = counts;
  }

  /** The id of one request, for its answer and the log. */
  public static String requestId() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  /** Counts an answer that is about to be written. */
  public void count(int status) {
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

  /**
   * The answer that a failure becomes; what is our fault is logged.
   *
   * @param request what was asked, for the log
   */
  public Reply.Content failure(Throwable error, String request, String requestId) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    if (cause instanceof Problem problem) {
      return problem(problem, requestId);
    }
    if (BadMessages.status(cause) > 0) {
      return problem(BadMessages.problem(cause), requestId);
    }
    LOG.error("Request {} ({}) failed.", requestId, request, cause);
    return problem(
        Problem.of(500, "internal-error", "The server failed to answer.")
            .hint("Look for the request id in the platform's log."),
        requestId);
  }
}
