package monitor.rest.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The one servlet of the API: writes what the dispatcher answers, and every error as a problem. */
public final class ApiServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

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
    ServedAnswer.secure(response, id);
    switch (answer(request, id)) {
      case Reply.Content content -> write(content, request, response);
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

  private void write(
      Reply.Content content, HttpServletRequest request, HttpServletResponse response) {
    answers.count(content.status());
    ServedAnswer.write(content, request, response);
  }

  private Reply.Content failure(Throwable error, HttpServletRequest request, String id) {
    return answers.failure(error, request.getMethod() + " " + request.getRequestURI(), id);
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
    } finally {
      async.complete();
    }
  }
}
