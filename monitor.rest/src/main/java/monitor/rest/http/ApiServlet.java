package monitor.rest.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one servlet of the API: writes what the dispatcher answers, and every error as a problem. */
public final class ApiServlet extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(ApiServlet.class);

  private final transient Dispatcher dispatcher;
  private final transient RequestCounts counts;

  /** Serves what the dispatcher answers. */
  public ApiServlet(Dispatcher dispatcher, RequestCounts counts) {
    this.dispatcher = dispatcher;
    this.counts = counts;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    secure(response, id);
    switch (answer(request, id)) {
      case Reply.Content content -> write(content, request, response);
      case Reply.Later later -> await(later, request, id);
      case Reply.Live live -> {
        counts.answered(200);
        live.start().begin(request, response);
      }
    }
  }

  private static void secure(HttpServletResponse response, String requestId) {
    response.setHeader("X-Request-Id", requestId);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader("Referrer-Policy", "no-referrer");
  }

  private Reply answer(HttpServletRequest request, String id) {
    try {
      return dispatcher.dispatch(request, id);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return problem(Problem.unavailable("stopping", "The server is stopping.", 5), id);
    } catch (Exception e) {
      return failure(e, request, id);
    }
  }

  private Reply.Content failure(Throwable error, HttpServletRequest request, String id) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    if (cause instanceof Problem problem) {
      return problem(problem, id);
    }
    if (BadMessages.status(cause) > 0) {
      return problem(BadMessages.problem(cause), id);
    }
    LOG.error(
        "Request {} ({} {}) failed.", id, request.getMethod(), request.getRequestURI(), cause);
    return problem(
        Problem.of(500, "internal-error", "The server failed to answer.")
            .hint("Look for the request id in the platform's log."),
        id);
  }

  private Reply.Content problem(Problem problem, String id) {
    counts.refused(problem, id);
    Reply.Content content =
        new Reply.Content(
            problem.status(),
            "application/problem+json",
            Json.write(problem.members(id)),
            problem.headers());
    // What was not read of a refused body is not waited for.
    return problem.status() == 413 || problem.status() == 408
        ? content.header("Connection", "close")
        : content;
  }

  private void write(
      Reply.Content content, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    counts.answered(content.status());
    response.setStatus(content.status());
    content.headers().forEach(response::addHeader);
    if (content.type() != null) {
      response.setContentType(content.type());
      response.setContentLength(content.body().length);
      if (!request.getMethod().equals("HEAD")) {
        response.getOutputStream().write(content.body());
      }
    }
  }

  private void await(Reply.Later later, HttpServletRequest request, String id) {
    AsyncContext async = request.startAsync();
    async.setTimeout(0);
    later
        .reply()
        .exceptionally(error -> failure(error, request, id))
        .thenAccept(reply -> finish(async, reply));
  }

  private void finish(AsyncContext async, Reply reply) {
    try {
      if (reply instanceof Reply.Content content) {
        write(
            content,
            (HttpServletRequest) async.getRequest(),
            (HttpServletResponse) async.getResponse());
      } else {
        throw new IllegalStateException("a late reply has to be complete");
      }
    } catch (IOException e) {
      LOG.debug("The client of a request went away.", e);
    } finally {
      async.complete();
    }
  }
}
