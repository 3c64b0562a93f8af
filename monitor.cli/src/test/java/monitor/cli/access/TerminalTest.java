package monitor.cli.access;

import static monitor.cli.access.AccessServer.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import monitor.cli.client.ApiException;
import monitor.cli.client.Login;
import monitor.cli.terminal.ExitCode;
import monitor.cli.terminal.ScriptedTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Passwords that are typed at a terminal, and questions that are answered there. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TerminalTest {
  private static final String NEW = "staple of the stable";
  private static final String ASKED = "Password of admin: ";

  @TempDir private Path folder;

  private AccessServer server;

  @BeforeEach
  void serve() throws Exception {
    server = new AccessServer(folder.resolve("data"));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private ScriptedTerminal terminal(String command) throws IOException {
    return new ScriptedTerminal("%s --server %s".formatted(command, server.url()));
  }

  private static void awaitEnd(ScriptedTerminal terminal, int exit) throws IOException {
    terminal.awaitEnd(exit);
    assertThat(terminal.screen()).doesNotContain(PASSWORD).doesNotContain(NEW);
  }

  private void addBob() throws ApiException {
    try (Login admin = server.signIn("admin", PASSWORD)) {
      admin
          .client()
          .post("/api/v1/users", Map.of("username", "bob", "password", NEW, "role", "viewer"));
    }
  }

  @Test
  void asksForThePasswordOfTheAdministratorAndTwiceForTheNewOneAndShowsNone() throws Exception {
    try (ScriptedTerminal terminal = terminal("user add bob")) {
      terminal.answer(ASKED, PASSWORD);
      terminal.answer("New password of bob: ", NEW);
      terminal.answer("The same once more: ", NEW);
      awaitEnd(terminal, 0);
      assertThat(terminal.screen()).contains("bob is added with the role viewer.");
    }
    server.signIn("bob", NEW).close();
  }

  @Test
  void changesNothingWhereTheTwoAreNotTheSame() throws Exception {
    try (ScriptedTerminal terminal = terminal("user add bob")) {
      terminal.answer(ASKED, PASSWORD);
      terminal.answer("New password of bob: ", NEW);
      terminal.answer("The same once more: ", "another of the stable");
      awaitEnd(terminal, ExitCode.FAILED);
      assertThat(terminal.screen()).contains("are not the same; nothing has changed");
    }
  }

  @Test
  void showsAgainWhatIsTypedWhenItIsInterrupted() throws Exception {
    try (ScriptedTerminal terminal = terminal("user add bob")) {
      terminal.await(ASKED);
      terminal.type("\u0003");
      awaitEnd(terminal, ExitCode.INTERRUPTED);
    }
  }

  @Test
  void removesAUserOnlyWhenItIsToldYes() throws Exception {
    addBob();
    try (ScriptedTerminal terminal = terminal("user remove bob")) {
      terminal.answer(ASKED, PASSWORD);
      terminal.answer("Remove the user bob? [y/N] ", "");
      awaitEnd(terminal, ExitCode.FAILED);
      assertThat(terminal.screen()).contains("Nothing has changed").doesNotContain("is removed");
    }
    server.signIn("bob", NEW).close();
    try (ScriptedTerminal terminal = terminal("user remove bob")) {
      terminal.answer(ASKED, PASSWORD);
      terminal.answer("Remove the user bob? [y/N] ", "y");
      awaitEnd(terminal, 0);
      assertThat(terminal.screen()).contains("bob is removed.");
    }
    assertThatThrownBy(() -> server.signIn("bob", NEW)).isInstanceOf(ApiException.class);
  }

  @Test
  void revokesATokenOnlyWhenItIsToldYes() throws Exception {
    String secret = server.token("one", "viewer").path("token").asText();
    try (ScriptedTerminal terminal = terminal("token revoke one")) {
      terminal.answer(ASKED, PASSWORD);
      terminal.answer("(one), of the role viewer? [y/N] ", "n");
      awaitEnd(terminal, ExitCode.FAILED);
    }
    server.client(secret).get("/api/v1/session");
    try (ScriptedTerminal terminal = terminal("token revoke one")) {
      terminal.answer(ASKED, PASSWORD);
      terminal.answer("(one), of the role viewer? [y/N] ", "Yes");
      awaitEnd(terminal, 0);
    }
    assertThatThrownBy(() -> server.client(secret).get("/api/v1/session"))
        .hasMessageContaining("not accepted");
  }
}
