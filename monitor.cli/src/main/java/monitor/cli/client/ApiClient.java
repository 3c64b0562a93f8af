package monitor.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLConnection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks one platform. It uses the small client of the JDK, which starts faster than the large one.
 *
 * @param server address of the platform, without a slash at its end
 * @param token sent with each request; empty sends none
 * @param timeout for each of connecting and answering
 */
public record ApiClient(URI server, String token, Duration timeout) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The answer to a GET.
   *
   * @param path with a leading slash
   * @throws ApiException if there is none, or it is an error
   */
  public JsonNode get(String path) throws ApiException {
    URI uri = URI.create(server + path);
    try {
      URLConnection connection = uri.toURL().openConnection();
      connection.setConnectTimeout(Math.toIntExact(timeout.toMillis()));
      connection.setReadTimeout(Math.toIntExact(timeout.toMillis()));
      connection.setRequestProperty("Accept", "application/json");
      if (!token.isEmpty()) {
        connection.setRequestProperty("Authorization", "Bearer " + token);
      }
      return connection instanceof HttpURLConnection http ? answer(http) : noAddress(null);
    } catch (SocketTimeoutException e) {
      String message = "%s did not answer within %d s".formatted(server, timeout.toSeconds());
      throw new ApiException(ApiException.Kind.TIMEOUT, message, e);
    } catch (IOException e) {
      String message = "Monitor cannot be reached at %s: %s".formatted(server, e.getMessage());
      throw new ApiException(ApiException.Kind.UNREACHABLE, message, e);
    } catch (IllegalArgumentException e) {
      return noAddress(e);
    }
  }

  private JsonNode noAddress(@Nullable Throwable cause) throws ApiException {
    String message = "'%s' is no address such as http://127.0.0.1:7717".formatted(server);
    throw new ApiException(ApiException.Kind.FAILED, message, new IOException(cause));
  }

  private JsonNode answer(HttpURLConnection http) throws IOException, ApiException {
    int status = http.getResponseCode();
    if (status / 100 == 2) {
      try (InputStream body = http.getInputStream()) {
        return JSON.readTree(body);
      }
    }
    try (@Nullable InputStream body = http.getErrorStream()) {
      throw refused(status, body == null ? "" : problem(body));
    }
  }

  /** What the platform says about an error (RFC 9457), or nothing. */
  private static String problem(InputStream body) {
    try {
      JsonNode problem = JSON.readTree(body);
      String detail = problem.path("detail").asText(problem.path("title").asText(""));
      String hint = problem.path("hint").asText("");
      return hint.isEmpty() ? detail : detail + " (" + hint + ")";
    } catch (IOException e) {
      return "";
    }
  }

  private ApiException refused(int status, String detail) {
    return switch (status) {
      case 401 ->
          new ApiException(
              ApiException.Kind.AUTHENTICATION,
              token.isEmpty()
                  ? "A token is needed: set MONITOR_TOKEN, or name a file with --token-file"
                  : "The token was not accepted. " + detail);
      case 403 -> new ApiException(ApiException.Kind.REFUSED, "Refused: " + detail);
      case 404 -> new ApiException(ApiException.Kind.NOT_FOUND, "Not found: " + detail);
      default ->
          new ApiException(
              ApiException.Kind.FAILED,
              "%s answered %d%s".formatted(server, status, detail.isEmpty() ? "" : ": " + detail));
    };
  }
}
