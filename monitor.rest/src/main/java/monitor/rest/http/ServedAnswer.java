package monitor.rest.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers the way the HTTP server takes them. */
final class ServedAnswer {
  private static final Logger LOG = LoggerFactory.getLogger(ServedAnswer.class);

  private ServedAnswer() {}

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

  /** Writes a complete answer, to a client that may be gone. */
  static void write(
      Reply.Content content, HttpServletRequest request, HttpServletResponse response) {
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
