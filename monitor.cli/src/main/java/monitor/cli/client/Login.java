package monitor.cli.client;

import java.util.Map;

/**
 * A person who is signed in until this is closed.
 *
 * @param client that asks the platform as this person
 */
public record Login(ApiClient client) implements AutoCloseable {
  /**
   * Signs in.
   *
   * @param client of the platform; its credentials are not sent
   * @throws ApiException if the platform does not answer, or user and password do not fit
   */
  public static Login of(ApiClient client, String user, String password) throws ApiException {
    ApiClient.Answer answer =
        new ApiClient(client.server(), Map.of(), client.timeout())
            .submit("/api/v1/login", Map.of("username", user, "password", password));
    Map<String, String> session =
        Map.of("Cookie", answer.cookie(), "X-CSRF-Token", answer.body().path("csrf").asText());
    return new Login(new ApiClient(client.server(), session, client.timeout()));
  }

  @Override
  public void close() {
    try {
      client.change("POST", "/api/v1/logout");
    } catch (ApiException e) {
      // It ended with the user or the old password, or ends by itself.
    }
  }
}
