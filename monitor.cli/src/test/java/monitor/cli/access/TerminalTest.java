package monitor.cli.access;

import static monitor.cli.access.AccessServer.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import monitor.cli.terminal.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Passwords that are typed at a terminal, which {@code script} of util-linux makes. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TerminalTest {
  private static final String NEW = "staple of the stable";

  @TempDir private Path folder;

  private final StringBuilder screen = new StringBuilder();
  private AccessServer server;
  private Process terminal;

  @BeforeEach
  void serve() throws Exception {
    server = new AccessServer(folder.resolve("data"));
    String monitor =
        "'%s/bin/java' -XX:TieredStopAtLevel=1 -cp '%s' monitor.cli.Monitor"
            .formatted(System.getProperty("java.home"), System.getProperty("java.class.path"));
    String add = "%s user add bob --server %s".formatted(monitor, server.url());
    // A shell starts in the background what does not hear of Ctrl+C, nor does what that starts. The
    // shell at the terminal hears of it too, and dash would end by it.
    terminal =
        new ProcessBuilder(
                "env",
                "--default-signal=INT",
                "SHELL=/bin/sh",
                "script",
                "-qec",
                "trap : INT; " + add + "; echo ended with $?; stty -a; echo over",
                "/dev/null")
            .start();
  }

  @AfterEach
  void stop() throws Exception {
    terminal.descendants().forEach(ProcessHandle::destroyForcibly);
    terminal.destroyForcibly();
    server.close();
  }

  /** Reads what the terminal shows until this is there. */
  private void await(String text) throws IOException {
    InputStream shown = terminal.getInputStream();
    while (screen.indexOf(text) < 0) {
      int next = shown.read();
      assertThat(next).as(screen.toString()).isNotNegative();
      screen.append((char) next);
    }
  }

  private void type(String text) throws IOException {
    OutputStream keys = terminal.getOutputStream();
    keys.write(text.getBytes(StandardCharsets.UTF_8));
    keys.flush();
  }

  private void awaitEnd(int exit) throws IOException {
    await("ended with " + exit);
    await("over");
    assertThat(screen).contains(" echo ").doesNotContain("-echo ");
    assertThat(screen).doesNotContain(PASSWORD).doesNotContain(NEW);
  }

  @Test
  void asksForThePasswordOfTheAdministratorAndTwiceForTheNewOneAndShowsNone() throws Exception {
    await("Password of admin: ");
    type(PASSWORD + "\n");
    await("New password of bob: ");
    type(NEW + "\n");
    await("The same once more: ");
    type(NEW + "\n");
    awaitEnd(0);
    assertThat(screen).contains("bob is added with the role viewer.");
    server.signIn("bob", NEW).close();
  }

  @Test
  void changesNothingWhereTheTwoAreNotTheSame() throws Exception {
    await("Password of admin: ");
    type(PASSWORD + "\n");
    await("New password of bob: ");
    type(NEW + "\n");
    await("The same once more: ");
    type("another of the stable\n");
    awaitEnd(ExitCode.FAILED);
    assertThat(screen).contains("are not the same; nothing has changed");
  }

  @Test
  void showsAgainWhatIsTypedWhenItIsInterrupted() throws Exception {
    await("Password of admin: ");
    type("\u0003");
    awaitEnd(ExitCode.INTERRUPTED);
  }
}
