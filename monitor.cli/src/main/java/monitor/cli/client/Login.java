package monitor.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A session of a person, for what no token may do.
 *
 * @param client that asks the platform
 * @param csrf sent with every change
 * @param cookie of the session
 */
public record Login(ApiClient client, String csrf, String cookie) {
  /**
   * Signs in.
   *
   * @throws ApiException if the platform does not answer, or user and password do not fit
   */
  public static Login of(ApiClient client, String user, String password) throws ApiException {
    ApiClient anonymous = new ApiClient(client.server(), "", client.timeout());
    ApiClient.Answer answer =
        anonymous.post("/api/v1/login", Map.of("username", user, "password", password), Map.of());
    return new Login(anonymous, answer.body().path("csrf").asText(), answer.cookie());
  }

  /** The answer to a POST. */
  public JsonNode post(String path, Map<String, String> body) throws ApiException {
    return client.post(path, body, Map.of("Cookie", cookie, "X-CSRF-Token", csrf)).body();
  }

  /** Names nothing that is secret. */
  @Override
  public String toString() {
    return "Login[" + client.server() + "]";
  }
}
