package monitor.rest.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The answer to a request. */
public sealed interface Reply {
  /** Without a body: 204. */
  static Content empty() {
    return new Content(204, null, new byte[0], Map.of());
  }

  /** A value as JSON: 200. */
  static Content json(Object value) {
    return json(200, value);
  }

  /** A value as JSON. */
  static Content json(int status, Object value) {
    return new Content(status, "application/json", Json.write(value), Map.of());
  }

  /** Text. */
  static Content text(int status, String type, String text) {
    return new Content(
        status, type + ";charset=utf-8", text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  /**
   * A complete answer.
   *
   * @param status of HTTP
   * @param type content type; null without a body
   * @param body the bytes; owned by the reply
   * @param headers further headers
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Content(int status, @Nullable String type, byte[] body, Map<String, String> headers)
      implements Reply {
    /** This answer with one more header. */
    public Content header(String name, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Content(status, type, body, more);
    }
  }

  /**
   * An answer that comes later; no thread waits for it.
   *
   * @param reply completes with it, or exceptionally with a {@link Problem}
   */
  record Later(CompletionStage<Reply> reply) implements Reply {}

  /**
   * An answer that does not end: what is given here takes the request over.
   *
   * @param start begins it, and returns
   */
  record Live(Start start) implements Reply {}

  /** Begins an answer that does not end. */
  @FunctionalInterface
  interface Start {
    /** Takes the request over; has to start asynchronous processing. */
    void begin(HttpServletRequest request, HttpServletResponse response) throws IOException;
  }
}
