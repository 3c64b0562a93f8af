package monitor.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import monitor.cli.client.ApiClient;
import monitor.cli.client.ApiException;
import monitor.cli.terminal.Confirmation;
import monitor.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code monitor user remove}. */
@Command(
    name = "remove",
    description =
        "Removes a user, who is signed out at once, and asks first. Tokens that the user made stay, and are named.")
final class UserRemove extends UserChange {
  @Mixin private Confirmation confirmation;

  @SuppressWarnings("NullAway.Init")
  UserRemove() {}

  @Override
  int change(ApiClient client) throws ApiException {
    JsonNode users = client.get(USERS);
    String user = require(users).path("name").asText();
    expectAnotherAdministrator(users);
    List<String> left = tokens(client, user);
    if (!left.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println(
              "Tokens that %s made stay until `monitor token revoke`: %s"
                  .formatted(user, String.join(", ", left)));
    }
    if (dryRun) {
      return say("%s would be removed.".formatted(user));
    }
    if (!confirmation.agreed("remove " + user, "Remove the user " + user + "?")) {
      return ExitCode.FAILED;
    }
    client.change("DELETE", route());
    return say("%s is removed.".formatted(user));
  }

  private void expectAnotherAdministrator(JsonNode users) throws ApiException {
    for (JsonNode user : users.path("users")) {
      if (user.path("role").asText().equals("admin")
          && !user.path("name").asText().equalsIgnoreCase(name)) {
        return;
      }
    }
    throw new ApiException(
        ApiException.Kind.FAILED,
        "%s is the last administrator; add another first: monitor user add NAME --role admin"
            .formatted(name));
  }

  private static List<String> tokens(ApiClient client, String user) throws ApiException {
    List<String> made = new ArrayList<>();
    for (JsonNode token : client.get("/api/v1/tokens").path("tokens")) {
      if (token.path("createdBy").asText().equalsIgnoreCase(user)) {
        made.add("%s (%s)".formatted(token.path("id").asText(), token.path("name").asText()));
      }
    }
    return made;
  }
}
