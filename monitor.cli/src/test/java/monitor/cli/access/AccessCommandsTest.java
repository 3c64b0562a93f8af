package monitor.cli.access;

import static monitor.cli.access.AccessServer.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import monitor.cli.Monitor;
import monitor.cli.client.ApiException;
import monitor.cli.client.Login;
import monitor.cli.terminal.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code monitor user} and {@code monitor token} against the users and tokens of the platform. */
class AccessCommandsTest {
  private static final String NEW = "staple of the stable";

  @TempDir private Path folder;

  private AccessServer server;
  private String out = "";
  private String err = "";

  @BeforeEach
  void serve() throws Exception {
    server = new AccessServer(folder.resolve("data"));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  /** Runs a command with these lines on standard input. */
  private int run(List<String> input, String... arguments) {
    StringWriter said = new StringWriter();
    StringWriter told = new StringWriter();
    List<String> all = new ArrayList<>(List.of(arguments));
    if (!all.contains("--server")) {
      all.addAll(List.of("--server", server.url()));
    }
    String lines = String.join("\n", input) + (input.isEmpty() ? "" : "\n");
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
    try {
      return Monitor.commandLine()
          .setOut(new PrintWriter(said, true))
          .setErr(new PrintWriter(told, true))
          .execute(all.toArray(String[]::new));
    } finally {
      System.setIn(before);
      out = said.toString();
      err = told.toString();
    }
  }

  /** Runs a command as an administrator who signs in with a password. */
  private int signedIn(List<String> input, String... arguments) {
    List<String> lines = Stream.concat(Stream.of(PASSWORD), input.stream()).toList();
    return run(
        lines,
        Stream.concat(Arrays.stream(arguments), Stream.of("--password-stdin"))
            .toArray(String[]::new));
  }

  /** Runs a command with a token of this role. */
  private int withToken(String role, List<String> input, String... arguments) throws Exception {
    Path file = folder.resolve("token of " + role);
    Files.writeString(file, server.token(role + "s", role).path("token").asText());
    return run(
        input,
        Stream.concat(Arrays.stream(arguments), Stream.of("--token-file", file.toString()))
            .toArray(String[]::new));
  }

  private List<String> rows() {
    return out.lines().skip(1).map(line -> line.replaceAll(" {2,}", "|")).toList();
  }

  private void add(String name, String role) {
    assertThat(signedIn(List.of(NEW), "user", "add", name, "--role", role)).as(err).isZero();
  }

  @Test
  void addsAUserWithTwoLinesOfStandardInputWhoMaySignInThen() throws Exception {
    assertThat(signedIn(List.of(NEW), "user", "add", "bob", "--role", "operator")).isZero();
    assertThat(out.strip()).isEqualTo("bob is added with the role operator.");
    assertThat(err).isEmpty();
    try (Login bob = server.signIn("bob", NEW)) {
      assertThat(bob.client().get("/api/v1/session").at("/user/role").asText())
          .isEqualTo("operator");
    }
    assertThat(signedIn(List.of(), "user", "list")).isZero();
    assertThat(out).startsWith("NAME ");
    assertThat(rows())
        .hasSize(2)
        .anyMatch(row -> row.matches("admin\\|admin\\|\\d{4}-.*Z"))
        .anyMatch(row -> row.matches("bob\\|operator\\|\\d{4}-.*Z"));
  }

  @Test
  void usesTheTokenOfAnAdministratorAndReadsTheNewPasswordAlone() throws Exception {
    assertThat(withToken("admin", List.of(NEW), "user", "add", "eve", "--password-stdin")).isZero();
    assertThat(out.strip()).isEqualTo("eve is added with the role viewer.");
    server.signIn("eve", NEW).close();
    assertThat(withToken("admin", List.of(), "user", "list", "-o", "jsonl")).isZero();
    assertThat(out.lines()).hasSize(2).allMatch(line -> line.startsWith("{\"name\":"));
    assertThat(withToken("admin", List.of(), "user", "list", "--json")).isZero();
    assertThat(new ObjectMapper().readTree(out).path("users")).hasSize(2);
  }

  @Test
  void asksForAnAdministratorWhereTheTokenIsNotThatOfOne() throws Exception {
    assertThat(withToken("viewer", List.of(PASSWORD), "user", "list", "--password-stdin")).isZero();
    assertThat(err).contains("The token has the role viewer; this takes an administrator.");
    Path old = Files.writeString(folder.resolve("old"), "mon_of-yesterday");
    assertThat(signedIn(List.of(), "user", "list", "--token-file", old.toString())).isZero();
    assertThat(err).contains("not valid, or no longer").doesNotContain("of-yesterday");
    assertThat(rows()).hasSize(1);
  }

  @Test
  void signsInAsTheUserThatIsNamedEvenIfThereIsAToken() throws Exception {
    add("root", "admin");
    assertThat(
            withToken(
                "admin",
                List.of(NEW),
                "token",
                "create",
                "--name",
                "x",
                "--user",
                "root",
                "--password-stdin"))
        .isZero();
    assertThat(signedIn(List.of(), "token", "list")).isZero();
    assertThat(rows()).anyMatch(row -> row.matches("\\w+\\|x\\|viewer\\|.*\\|root"));
    add("bob", "operator");
    assertThat(run(List.of(NEW), "user", "list", "--user", "bob", "--password-stdin"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("The role operator may not do this");
  }

  @Test
  void leavesNoSessionBehind() throws Exception {
    add("bob", "viewer");
    signedIn(List.of(), "user", "list");
    signedIn(List.of(), "user", "remove", "nobody");
    signedIn(List.of(), "user", "remove", "bob");
    assertThat(server.sessions()).isOne();
  }

  @Test
  void saysWhoCouldNotSignInAndThatAnotherCanBeNamed() {
    assertThat(run(List.of("wrong"), "user", "list", "--password-stdin"))
        .isEqualTo(ExitCode.AUTHENTICATION);
    assertThat(err).contains("admin cannot sign in", "password is wrong", "--user");
    assertThat(run(List.of(), "user", "list", "--password-stdin"))
        .isEqualTo(ExitCode.AUTHENTICATION);
    assertThat(err).contains("Standard input holds no password of admin");
  }

  @Test
  void changesNothingWhereStandardInputHoldsLessOrMoreThanItShould() throws Exception {
    assertThat(signedIn(List.of(), "user", "add", "bob")).isEqualTo(ExitCode.USAGE);
    assertThat(err).contains("holds no new password of bob", "it holds two");
    assertThat(withToken("admin", List.of(PASSWORD, NEW), "user", "add", "bob", "--password-stdin"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err).contains("goes on after the new password of bob");
    signedIn(List.of(), "user", "list");
    assertThat(rows()).hasSize(1);
  }

  @Test
  void refusesWhatCannotBeAddedAndSaysWhy() {
    assertThat(signedIn(List.of("short"), "user", "add", "bob")).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("password: has less than 10 characters");
    assertThat(signedIn(List.of(NEW), "user", "add", "b b")).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("username: has to be 1 to 64 letters");
    assertThat(signedIn(List.of(NEW), "user", "add", "Admin")).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("There is a user admin already", "monitor user passwd admin");
    assertThat(signedIn(List.of(NEW), "user", "add", "bob", "--role", "agent"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err).contains("viewer", "operator", "admin");
    assertThat(run(List.of(), "user")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void setsAnotherPasswordWhichEndsTheSessionsOfTheOldOne() throws Exception {
    add("bob", "viewer");
    Login before = server.signIn("bob", NEW);
    assertThat(signedIn(List.of("another of the stable"), "user", "passwd", "BOB")).isZero();
    assertThat(out.strip()).isEqualTo("bob has another password.");
    assertThatThrownBy(() -> before.client().get("/api/v1/session"))
        .isInstanceOf(ApiException.class);
    assertThatThrownBy(() -> server.signIn("bob", NEW)).hasMessageContaining("wrong");
    server.signIn("bob", "another of the stable").close();
    assertThat(signedIn(List.of(NEW), "user", "passwd", "nobody")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(err).contains("There is no user nobody", "monitor user list");
  }

  @Test
  void setsTheOwnPasswordOfTheOneWhoSignsIn() throws Exception {
    assertThat(signedIn(List.of(NEW), "user", "passwd", "admin")).as(err).isZero();
    server.signIn("admin", NEW).close();
  }

  @Test
  void removesAUserAndNamesTheTokensThatStay() throws Exception {
    add("root", "admin");
    run(List.of(NEW), "token", "create", "--name", "backup", "--user", "root", "--password-stdin");
    assertThat(signedIn(List.of(), "user", "remove", "root", "--dry-run")).isZero();
    assertThat(out.strip()).isEqualTo("root would be removed.");
    assertThat(signedIn(List.of(), "user", "remove", "root")).isEqualTo(ExitCode.USAGE);
    assertThat(err).contains("There is no terminal to ask at; say --yes to remove root");
    server.signIn("root", NEW).close();
    assertThat(signedIn(List.of(), "user", "remove", "ROOT", "--yes")).isZero();
    assertThat(out.strip()).isEqualTo("root is removed.");
    assertThat(err).containsPattern("Tokens that root made stay .*: \\w+ \\(backup\\)");
    assertThatThrownBy(() -> server.signIn("root", NEW)).isInstanceOf(ApiException.class);
    assertThat(signedIn(List.of(), "user", "remove", "root")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(signedIn(List.of(), "user", "remove", "admin")).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("admin is the last administrator", "--role admin");
  }

  @Test
  void changesNothingInADryRun() throws Exception {
    add("bob", "viewer");
    assertThat(signedIn(List.of(), "user", "add", "eve", "--dry-run")).isZero();
    assertThat(out.strip()).isEqualTo("eve would be added with the role viewer.");
    assertThat(signedIn(List.of(), "user", "passwd", "bob", "--dry-run")).isZero();
    assertThat(out.strip()).isEqualTo("bob would get another password.");
    server.signIn("bob", NEW).close();
    signedIn(List.of(), "user", "list");
    assertThat(rows()).hasSize(2);
  }

  @Test
  void listsTokensWithTheirRoleEndAndLastUse() throws Exception {
    String secret = server.token("used", "viewer").path("token").asText();
    server.client(secret).get("/api/v1/session");
    server.token("new", "agent");
    assertThat(signedIn(List.of(), "token", "list")).isZero();
    assertThat(out.lines().findFirst().orElseThrow().split(" {2,}"))
        .containsExactly("ID", "NAME", "ROLE", "EXPIRES", "LAST USED", "MADE BY");
    String time = "\\d{4}-[0-9T:.-]+Z";
    assertThat(rows())
        .hasSize(2)
        .anyMatch(row -> row.matches("\\w+\\|new\\|agent\\|" + time + "\\|admin"))
        .anyMatch(row -> row.matches("\\w+\\|used\\|viewer\\|" + time + "\\|" + time + "\\|admin"));
    assertThat(out).doesNotContain(secret);
  }

  @Test
  void saysHowATokenIsMadeWhereThereIsNone() throws Exception {
    assertThat(signedIn(List.of(), "token", "list")).isZero();
    assertThat(rows()).isEmpty();
    assertThat(err).contains("monitor token create");
    assertThat(signedIn(List.of(), "token", "list", "-o", "jsonl")).isZero();
    assertThat(out + err).isEmpty();
    server.token("one", "viewer");
    assertThat(signedIn(List.of(), "token", "list")).isZero();
    assertThat(err).isEmpty();
  }

  @Test
  void revokesATokenByItsIdOrByANameThatIsItsAlone() throws Exception {
    String secret = server.token("one", "viewer").path("token").asText();
    String first = server.token("two", "viewer").path("id").asText();
    String second = server.token("two", "operator").path("id").asText();
    assertThat(signedIn(List.of(), "token", "revoke", "one", "--dry-run")).isZero();
    assertThat(out).contains("(one), of the role viewer, would be revoked.");
    server.client(secret).get("/api/v1/session");
    assertThat(signedIn(List.of(), "token", "revoke", "one")).isEqualTo(ExitCode.USAGE);
    assertThat(err).containsPattern("no terminal to ask at; say --yes to revoke \\w+");
    server.client(secret).get("/api/v1/session");
    assertThat(signedIn(List.of(), "token", "revoke", "one", "--yes")).isZero();
    assertThat(out).contains("(one), of the role viewer, is revoked.");
    assertThatThrownBy(() -> server.client(secret).get("/api/v1/session"))
        .hasMessageContaining("not accepted");
    assertThat(signedIn(List.of(), "token", "revoke", "two")).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("2 tokens are named two", first, second);
    assertThat(signedIn(List.of(), "token", "revoke", second, "--yes")).isZero();
    assertThat(signedIn(List.of(), "token", "list")).isZero();
    assertThat(rows()).singleElement().asString().startsWith(first + "|two|viewer");
  }

  @Test
  void findsNoTokenByItsSecretAndDoesNotRepeatIt() throws Exception {
    String secret = server.token("one", "viewer").path("token").asText();
    assertThat(signedIn(List.of(), "token", "revoke", secret)).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(err).contains("monitor token list").doesNotContain(secret);
    assertThat(signedIn(List.of(), "token", "revoke", "none")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(err).contains("none");
    assertThat(run(List.of(), "token")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void saysThatAnAgentHasNeitherUsersNorTokensBeforeItAsksForAPassword() {
    for (List<String> command :
        List.of(
            List.of("user", "list"),
            List.of("user", "add", "bob"),
            List.of("token", "list"),
            List.of("token", "create", "--name", "x"))) {
      List<String> all = new ArrayList<>(command);
      all.addAll(List.of("--server", "unix:" + folder.resolve("control.sock").toUri().getPath()));
      assertThat(run(List.of(), all.toArray(String[]::new))).isEqualTo(ExitCode.NOT_FOUND);
      assertThat(err).contains("an agent, which has no users and no tokens", "--server");
    }
  }

  @Test
  void isOfferedByTheCompletion() {
    StringWriter script = new StringWriter();
    assertThat(Monitor.commandLine().setOut(new PrintWriter(script)).execute("completion"))
        .isZero();
    assertThat(script.toString()).contains("list add passwd remove", "create list revoke");
  }
}
