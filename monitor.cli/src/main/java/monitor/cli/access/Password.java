package monitor.cli.access;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import monitor.cli.client.ApiException;

/**
 * Asks a person for a password, at the terminal itself, so that standard output can be taken for
 * something else.
 */
final class Password {
  private static final File TERMINAL = new File("/dev/tty");

  private Password() {}

  /**
   * Asks without showing what is typed. A terminal shows it again also when the process is
   * interrupted.
   *
   * @throws ApiException if there is no terminal
   */
  static String ask(String prompt) throws ApiException {
    try (InputStream in = new FileInputStream(TERMINAL);
        OutputStream out = new FileOutputStream(TERMINAL)) {
      Thread interrupted = new Thread(Password::showAgain, "terminal");
      Runtime.getRuntime().addShutdownHook(interrupted);
      echo("-echo");
      try {
        out.write(prompt.getBytes(StandardCharsets.UTF_8));
        return line(in);
      } finally {
        echo("echo");
        out.write('\n');
        Runtime.getRuntime().removeShutdownHook(interrupted);
      }
    } catch (IOException e) {
      throw new ApiException(
          ApiException.Kind.AUTHENTICATION,
          "There is no terminal to ask for a password; give it with --password-stdin",
          e);
    }
  }

  private static String line(InputStream in) throws IOException {
    String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
    return line == null ? "" : line;
  }

  private static void showAgain() {
    try {
      echo("echo");
    } catch (IOException e) {
      // The terminal is gone.
    }
  }

  private static void echo(String setting) throws IOException {
    try {
      new ProcessBuilder("stty", setting)
          .redirectInput(TERMINAL)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
