package monitor.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Asks one platform.
 *
 * @param server address of the platform, without a slash at its end
 * @param credentials headers of each request that say who asks; empty for nobody
 * @param timeout for each of connecting and answering
 */
public record ApiClient(URI server, Map<String, String> credentials, Duration timeout) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BEARER = "Authorization";

  /** Keeps a copy of the credentials. */
  public ApiClient {
    credentials = Map.copyOf(credentials);
  }

  /** With a token; an empty one is none. */
  public ApiClient(URI server, String token, Duration timeout) {
    this(server, token.isEmpty() ? Map.of() : Map.of(BEARER, "Bearer " + token), timeout);
  }

  /**
   * What came back.
   *
   * @param body as JSON
   * @param cookie that was set, name and value; empty if none was
   */
  record Answer(JsonNode body, String cookie) {}

  /** Sends a request that is prepared otherwise. */
  @FunctionalInterface
  private interface Sending {
    void prepare(HttpURLConnection http) throws IOException;
  }

  /**
   * The answer to a GET.
   *
   * @param path with a leading slash
   * @throws ApiException if there is none, or it is an error
   */
  public JsonNode get(String path) throws ApiException {
    return send(path, http -> {}).body();
  }

  /** The answer to a POST or a DELETE without a body. */
  public JsonNode change(String method, String path) throws ApiException {
    return send(path, http -> http.setRequestMethod(method)).body();
  }

  /** Has a JSON object take the place of what is at the path. */
  public void put(String path, JsonNode body) throws ApiException {
    send(
        path,
        http -> {
          http.setRequestMethod("PUT");
          http.setRequestProperty("Content-Type", "application/json");
          http.setDoOutput(true);
          try (OutputStream out = http.getOutputStream()) {
            JSON.writeValue(out, body);
          }
        });
  }

  /**
   * The answer to a POST of a jar.
   *
   * @throws ApiException also if the file cannot be read
   */
  public JsonNode upload(String path, Path jar) throws ApiException {
    if (!Files.isReadable(jar) || Files.isDirectory(jar)) {
      throw new ApiException(
          ApiException.Kind.NOT_FOUND, "%s is no file that can be read".formatted(jar));
    }
    return send(
            path,
            http -> {
              http.setRequestProperty("Content-Type", "application/java-archive");
              http.setDoOutput(true);
              http.setFixedLengthStreamingMode(Files.size(jar));
              try (OutputStream out = http.getOutputStream()) {
                Files.copy(jar, out);
              }
            })
        .body();
  }

  /** The answer to a POST of a JSON object. */
  public JsonNode post(String path, Map<String, String> body) throws ApiException {
    return submit(path, body).body();
  }

  /** The answer to a POST of a JSON object, and the cookie that it sets. */
  Answer submit(String path, Map<String, String> body) throws ApiException {
    return send(
        path,
        http -> {
          http.setRequestProperty("Content-Type", "application/json");
          http.setDoOutput(true);
          try (OutputStream out = http.getOutputStream()) {
            JSON.writeValue(out, body);
          }
        });
  }

  /**
   * Opens a stream of server-sent events; whoever asked closes it.
   *
   * @param lastEventId of the event that was seen last; empty for none
   * @param silence after which the stream is taken for dead; the platform says each ten seconds
   *     that it is there
   * @throws ApiException if there is none, or the answer is an error
   */
  public InputStream stream(String path, String lastEventId, Duration silence) throws ApiException {
    return exchange(
        path,
        http -> {
          http.setRequestProperty("Accept", "text/event-stream");
          http.setReadTimeout(Math.toIntExact(silence.toMillis()));
          if (!lastEventId.isEmpty()) {
            http.setRequestProperty("Last-Event-ID", lastEventId);
          }
        },
        http -> {
          expectSuccess(http);
          return http.getInputStream();
        });
  }

  /** What is made of an answer. */
  @FunctionalInterface
  private interface Reading<T> {
    T read(HttpURLConnection http) throws IOException, ApiException;
  }

  private Answer send(String path, Sending sending) throws ApiException {
    return exchange(path, sending, this::answer);
  }

  private <T> T exchange(String path, Sending sending, Reading<T> reading) throws ApiException {
    try {
      HttpURLConnection http = Connections.open(server, path);
      http.setConnectTimeout(Math.toIntExact(timeout.toMillis()));
      http.setReadTimeout(Math.toIntExact(timeout.toMillis()));
      http.setRequestProperty("Accept", "application/json");
      credentials.forEach(http::setRequestProperty);
      sending.prepare(http);
      return reading.read(http);
    } catch (SocketTimeoutException e) {
      String message = "%s did not answer within %d s".formatted(server, timeout.toSeconds());
      throw new ApiException(ApiException.Kind.TIMEOUT, message, e);
    } catch (MalformedURLException | IllegalArgumentException e) {
      throw noAddress(e);
    } catch (SSLException e) {
      String message = "Monitor cannot be reached at %s by TLS: %s".formatted(server, tls(e));
      throw new ApiException(ApiException.Kind.UNREACHABLE, message, e);
    } catch (IOException e) {
      String message = "Monitor cannot be reached at %s: %s".formatted(server, e.getMessage());
      throw new ApiException(ApiException.Kind.UNREACHABLE, message, e);
    }
  }

  private static String tls(SSLException failure) {
    String words = String.valueOf(failure.getMessage());
    return words.startsWith("Unsupported or unrecognized SSL message")
        ? "it does not speak TLS; is it http:// there?"
        : words;
  }

  private ApiException noAddress(Throwable cause) {
    String message = "'%s' is no address such as http://127.0.0.1:7717".formatted(server);
    return new ApiException(ApiException.Kind.FAILED, message, new IOException(cause));
  }

  private Answer answer(HttpURLConnection http) throws IOException, ApiException {
    expectSuccess(http);
    try (InputStream body = http.getInputStream()) {
      String cookie = String.valueOf(http.getHeaderField("Set-Cookie"));
      return new Answer(JSON.readTree(body), cookie.split(";", 2)[0]);
    }
  }

  private void expectSuccess(HttpURLConnection http) throws IOException, ApiException {
    int status = http.getResponseCode();
    if (status / 100 == 2) {
      return;
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

  private String unauthorized(String detail) {
    if (credentials.containsKey(BEARER)) {
      return "The token was not accepted. " + detail;
    }
    return detail.contains("password")
        ? detail
        : "A token is needed: set MONITOR_TOKEN, or name a file with --token-file; `monitor token create` makes one";
  }

  private ApiException refused(int status, String detail) {
    return switch (status) {
      case 400, 409 -> new ApiException(ApiException.Kind.WRONG, "Refused: " + detail);
      case 401 -> new ApiException(ApiException.Kind.AUTHENTICATION, unauthorized(detail));
      case 403, 422 -> new ApiException(ApiException.Kind.REFUSED, "Refused: " + detail);
      case 404 -> new ApiException(ApiException.Kind.NOT_FOUND, "Not found: " + detail);
      default ->
          new ApiException(
              ApiException.Kind.FAILED,
              "%s answered %d%s".formatted(server, status, detail.isEmpty() ? "" : ": " + detail));
    };
  }

  /** Names nothing that is secret. */
  @Override
  public String toString() {
    return "ApiClient[" + server + "]";
  }
}
