package monitor.rest.http;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that was found to be allowed.
 *
 * @param request as it came
 * @param values of the path's template
 * @param caller who sends it; null on public routes, where nobody is asked
 * @param requestId identifies it in answer and log
 */
public record Call(
    Request request, Map<String, String> values, @Nullable Identity caller, String requestId) {
  /** Most bytes of a JSON body, unless a route says otherwise. */
  static final int MAX_BODY_BYTES = 1 << 20;

  /** Who sends it. */
  public Identity identity() {
    if (caller == null) {
      throw new IllegalStateException("a public route has no caller");
    }
    return caller;
  }

  /** A value of the path. */
  public String path(String name) {
    return Optional.ofNullable(values.get(name)).orElseThrow();
  }

  /**
   * The parameters of the query.
   *
   * @throws Problem 400 if one comes twice
   */
  public Parameters parameters() {
    return new Parameters(request.parameters());
  }

  /**
   * The body as bytes of JSON.
   *
   * @throws Problem 400, 408, 413 or 415
   */
  public byte[] body() throws IOException {
    if (!mediaType().equals("application/json")) {
      throw Problem.of(415, "unsupported-media-type", "The body has to be application/json.")
          .hint("Send the header Content-Type: application/json.");
    }
    return new BoundedBody(request, MAX_BODY_BYTES).readFully();
  }

  /**
   * The body as a value of a type of ours.
   *
   * @throws Problem 400, 408, 413 or 415
   */
  public <T> T json(Class<T> type) throws IOException {
    byte[] body = body();
    try {
      return Json.read(body, type);
    } catch (IOException e) {
      throw BadJson.problem(e);
    }
  }

  /** Media type of the body in lower case, without parameters; empty if there is none. */
  public String mediaType() {
    String type = request.header("Content-Type").orElse("");
    return type.split(";", 2)[0].strip().toLowerCase(java.util.Locale.ROOT);
  }
}
