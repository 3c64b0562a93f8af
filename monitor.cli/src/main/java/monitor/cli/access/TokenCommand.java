package monitor.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import monitor.cli.client.ApiClient;
import monitor.cli.client.ApiException;
import monitor.cli.client.Encoded;
import monitor.cli.terminal.Confirmation;
import monitor.cli.terminal.ExitCode;
import monitor.cli.terminal.Output;
import monitor.cli.terminal.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code monitor token}. */
@Command(
    name = "token",
    description = "Makes tokens for programs, shows and revokes them.",
    subcommands = {
      TokenCommand.CreateCommand.class,
      TokenCommand.ListCommand.class,
      TokenCommand.RevokeCommand.class
    })
public final class TokenCommand implements Runnable {
  private static final String TOKENS = "/api/v1/tokens";

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  TokenCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name what to do with tokens");
  }

  /** {@code monitor token create}. */
  @Command(name = "create", description = "Prints a new token, which the platform shows only once.")
  static final class CreateCommand implements Callable<Integer> {
    @Mixin private Administrator administrator;

    @Option(
        names = "--name",
        required = true,
        paramLabel = "NAME",
        description = "What the token is for; of an agent its name.")
    private String name = "";

    @Option(
        names = "--role",
        paramLabel = "ROLE",
        description =
            "viewer, operator or admin (default: ${DEFAULT-VALUE}); agent: a token that the agent of this name joins with, once.")
    private String role = "viewer";

    @Option(
        names = "--expires-in",
        paramLabel = "TIME",
        description = "How long it is valid (default: 90d; of an agent 24h).")
    private @Nullable String expiresIn;

    @Spec private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    CreateCommand() {}

    @Override
    public Integer call() throws ApiException, IOException {
      return administrator.act(this::create);
    }

    private int create(ApiClient client) throws ApiException {
      JsonNode made = role.equals("agent") ? joinToken(client) : token(client);
      spec.commandLine().getOut().println(made.path("token").asText());
      return ExitCode.OK;
    }

    private JsonNode token(ApiClient client) throws ApiException {
      return client.post(
          TOKENS,
          Map.of(
              "name",
              name,
              "role",
              role,
              "expiresIn",
              Objects.requireNonNullElse(expiresIn, "90d")));
    }

    private JsonNode joinToken(ApiClient client) throws ApiException {
      return client.post(
          "/api/v1/agents/tokens",
          Map.of("name", name, "expiresIn", Objects.requireNonNullElse(expiresIn, "24h")));
    }
  }

  /** {@code monitor token list}. */
  @Command(
      name = "list",
      description =
          "Lists the tokens that are valid, without their secrets. Tokens that agents join with are not among them: they are good once.")
  static final class ListCommand implements Callable<Integer> {
    @Mixin private Administrator administrator;
    @Mixin private Output output;
    @Spec private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    ListCommand() {}

    @Override
    public Integer call() throws ApiException, IOException {
      return administrator.act(this::list);
    }

    private int list(ApiClient client) throws ApiException, IOException {
      JsonNode tokens = client.get(TOKENS);
      if (!output.table()) {
        output.print(spec.commandLine().getOut(), tokens, tokens.path("tokens"));
        return ExitCode.OK;
      }
      Table table = new Table("ID", "NAME", "ROLE", "EXPIRES", "LAST USED", "MADE BY");
      for (JsonNode token : tokens.path("tokens")) {
        table.row(
            token.path("id").asText(),
            token.path("name").asText(),
            token.path("role").asText(),
            token.path("expires").asText(),
            token.path("lastUsed").asText(""),
            token.path("createdBy").asText());
      }
      table.print(spec.commandLine().getOut());
      if (tokens.path("tokens").isEmpty()) {
        spec.commandLine().getErr().println("There is none; `monitor token create` makes one.");
      }
      return ExitCode.OK;
    }
  }

  /** {@code monitor token revoke}. */
  @Command(
      name = "revoke",
      description =
          "Refuses a token from now on, and asks first: it cannot be taken back; a new token can be made.")
  static final class RevokeCommand implements Callable<Integer> {
    /** How secrets begin, which nobody repeats. */
    private static final String SECRET = "mon_";

    @Mixin private Administrator administrator;
    @Mixin private Confirmation confirmation;

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    @Parameters(
        paramLabel = "TOKEN",
        description = "Its id, or its name if no other token has that; not its secret.")
    private String wanted = "";

    @Spec private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    RevokeCommand() {}

    @Override
    public Integer call() throws ApiException, IOException {
      return administrator.act(this::revoke);
    }

    private int revoke(ApiClient client) throws ApiException {
      JsonNode token = find(client.get(TOKENS).path("tokens"));
      String id = token.path("id").asText();
      String named =
          "%s (%s), of the role %s"
              .formatted(id, token.path("name").asText(), token.path("role").asText());
      if (!dryRun) {
        if (!confirmation.agreed("revoke " + id, "Revoke the token " + named + "?")) {
          return ExitCode.FAILED;
        }
        client.change("DELETE", TOKENS + "/" + Encoded.of(id));
      }
      spec.commandLine().getOut().printf("%s, %s revoked.%n", named, dryRun ? "would be" : "is");
      return ExitCode.OK;
    }

    private JsonNode find(JsonNode tokens) throws ApiException {
      List<JsonNode> found = with("id", tokens);
      if (found.isEmpty()) {
        found = with("name", tokens);
      }
      if (found.isEmpty()) {
        throw new ApiException(
            ApiException.Kind.NOT_FOUND,
            "There is no token of the id or name %s; `monitor token list` shows those there are"
                .formatted(wanted.startsWith(SECRET) ? SECRET + "..." : wanted));
      }
      if (found.size() > 1) {
        String ids =
            found.stream().map(each -> each.path("id").asText()).collect(Collectors.joining(", "));
        throw new ApiException(
            ApiException.Kind.FAILED,
            "%d tokens are named %s; say which by its id: %s".formatted(found.size(), wanted, ids));
      }
      return found.getFirst();
    }

    private List<JsonNode> with(String field, JsonNode tokens) {
      return StreamSupport.stream(tokens.spliterator(), false)
          .filter(token -> token.path(field).asText().equals(wanted))
          .toList();
    }
  }
}
