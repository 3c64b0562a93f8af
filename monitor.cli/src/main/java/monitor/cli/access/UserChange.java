package monitor.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import monitor.cli.client.ApiClient;
import monitor.cli.client.ApiException;
import monitor.cli.client.Encoded;
import monitor.cli.terminal.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What all have in common that change a user. */
abstract sealed class UserChange implements Callable<Integer>
    permits UserCommand.AddCommand, UserCommand.PasswordCommand, UserRemove {
  static final String USERS = "/api/v1/users";

  static final String INPUT =
      "With --password-stdin, standard input holds one line, the new password; where an administrator signs in with a password too, it holds two, and the administrator's is the first.";

  @Mixin Administrator administrator;

  @Option(names = "--dry-run", description = "Only say what would be done.")
  boolean dryRun;

  @Parameters(paramLabel = "NAME", description = "Name of the user.")
  String name = "";

  @Spec CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  UserChange() {}

  @Override
  public Integer call() throws ApiException, IOException {
    return administrator.act(this::change);
  }

  abstract int change(ApiClient client) throws ApiException, IOException;

  /** The user of this name, upper and lower case alike. */
  Optional<JsonNode> find(JsonNode users) {
    return StreamSupport.stream(users.path("users").spliterator(), false)
        .filter(user -> user.path("name").asText().equalsIgnoreCase(name))
        .findFirst();
  }

  /** The user, who has to be there. */
  JsonNode require(JsonNode users) throws ApiException {
    return find(users)
        .orElseThrow(() ->
            new ApiException(
                ApiException.Kind.NOT_FOUND,
                "There is no user %s; `monitor user list` shows those there are".formatted(name)));
  }

  String route() {
    return USERS + "/" + Encoded.of(name);
  }

  int say(String sentence) {
    spec.commandLine().getOut().println(sentence);
    return ExitCode.OK;
  }
}
