package monitor.cli;

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
   * Asks without showing what is typed.
   *
   * @throws ApiException if there is no terminal
   */
  static String ask(String prompt) throws ApiException {
    try (InputStream in = new FileInputStream(TERMINAL);
        OutputStream out = new FileOutputStream(TERMINAL)) {
      out.write(prompt.getBytes(StandardCharsets.UTF_8));
      echo("-echo");
      try {
        return line(in);
      } finally {
        echo("echo");
        out.write('\n');
      }
    } catch (IOException e) {
      throw new ApiException(
          ApiException.Kind.AUTHENTICATION,
          "There is no terminal to ask for a password; give it with --password-stdin",
          e);
    }
  }

  /** The first line of a stream. */
  static String line(InputStream in) throws IOException {
    String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
    return line == null ? "" : line;
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
