package monitor.rest.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one servlet of the API: writes what the dispatcher answers, and every error as a problem. */
public final class ApiServlet extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(ApiServlet.class);

  private final transient Dispatcher dispatcher;
  private final transient Answers answers;

  /** Serves what the dispatcher answers. */
  public ApiServlet(Dispatcher dispatcher, Answers answers) {
    this.dispatcher = dispatcher;
    this.answers = answers;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String id = Answers.requestId();
    Answers.secure(response, id);
    switch (answer(request, id)) {
      case Reply.Content content -> answers.write(content, request, response);
      case Reply.Later later -> await(later, request, id);
      case Reply.Live live -> {
        answers.count(200);
        live.start().begin(request, response);
      }
    }
  }

  private Reply answer(HttpServletRequest request, String id) {
    try {
      return dispatcher.dispatch(request, id);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return answers.problem(Problem.unavailable("stopping", "The server is stopping.", 5), id);
    } catch (Exception e) {
      return failure(e, request, id);
    }
  }

  private Reply.Content failure(Throwable error, HttpServletRequest request, String id) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    if (cause instanceof Problem problem) {
      return answers.problem(problem, id);
    }
    if (BadMessages.status(cause) > 0) {
      return answers.problem(BadMessages.problem(cause), id);
    }
    LOG.error(
        "Request {} ({} {}) failed.", id, request.getMethod(), request.getRequestURI(), cause);
    return answers.problem(
        Problem.of(500, "internal-error", "The server failed to answer.")
            .hint("Look for the request id in the platform's log."),
        id);
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
        answers.write(
            content,
            (HttpServletRequest) async.getRequest(),
            (HttpServletResponse) async.getResponse());
      } else {
        throw new IllegalStateException("a late reply has to be complete");
      }
    } finally {
      async.complete();
    }
  }
}
