package monitor.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The command at a terminal, which {@code script} of util-linux makes. */
public final class ScriptedTerminal implements AutoCloseable {
  private final StringBuilder screen = new StringBuilder();
  private final Process terminal;

  /** Starts the command with these arguments. */
  public ScriptedTerminal(String arguments) throws IOException {
    String monitor =
        "'%s/bin/java' -XX:TieredStopAtLevel=1 -cp '%s' monitor.cli.Monitor %s"
            .formatted(
                System.getProperty("java.home"), System.getProperty("java.class.path"), arguments);
    // A shell starts in the background what does not hear of Ctrl+C, nor does what that starts. The
    // shell at the terminal hears of it too, and dash would end by it.
    terminal =
        new ProcessBuilder(
                "env",
                "--default-signal=INT",
                "SHELL=/bin/sh",
                "script",
                "-qec",
                "trap : INT; " + monitor + "; echo ended with $?; stty -a; echo over",
                "/dev/null")
            .start();
  }

  /** Reads what the terminal shows until this is there. */
  public void await(String text) throws IOException {
    InputStream shown = terminal.getInputStream();
    while (screen.indexOf(text) < 0) {
      int next = shown.read();
      assertThat(next).as(screen.toString()).isNotNegative();
      screen.append((char) next);
    }
  }

  /** Waits for a question, and answers it. */
  public void answer(String question, String keys) throws IOException {
    await(question);
    type(keys + "\n");
  }

  /** Presses these keys. */
  public void type(String text) throws IOException {
    OutputStream keys = terminal.getOutputStream();
    keys.write(text.getBytes(StandardCharsets.UTF_8));
    keys.flush();
  }

  /** Waits until the command has ended with this code; the terminal shows again what is typed. */
  public void awaitEnd(int exit) throws IOException {
    await("ended with " + exit);
    await("over");
    assertThat(screen).contains(" echo ").doesNotContain("-echo ");
  }

  /** All that it has shown. */
  public String screen() {
    return screen.toString();
  }

  @Override
  public void close() {
    terminal.descendants().forEach(ProcessHandle::destroyForcibly);
    terminal.destroyForcibly();
  }
}
