package monitor.rest.http;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;

/**
 * Recognises the server's own exceptions for requests that cannot be read (bad encoding in the
 * query, a body cut short), without depending on the server: they carry a status in {@code
 * getCode()}.
 */
final class BadMessages {
  private BadMessages() {}

  /** The status that an error of the server carries, 400 to 499; 0 for other errors. */
  static int status(Throwable error) {
    if (!error.getClass().getSimpleName().equals("BadMessageException")
        && !error.getClass().getName().startsWith("org.eclipse.jetty.http.BadMessage")) {
      return error instanceof java.io.EOFException ? 400 : 0;
    }
    try {
      Object code = error.getClass().getMethod("getCode").invoke(error);
      return code instanceof Integer status && status >= 400 && status < 500 ? status : 0;
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      return 0;
    }
  }

  /** The problem it becomes. */
  static Problem problem(Throwable error) {
    String detail =
        error instanceof IOException
            ? "The body ended too early."
            : "The request cannot be read: its encoding is broken.";
    return Problem.of(status(error), "bad-message", detail);
  }
}
