package sink.postgres.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that is run to its end. */
final class Command {
  private static final Path ROOT = Path.of("/");

  private Command() {}

  /**
   * What came out.
   *
   * @param code exit code
   * @param output what it wrote, standard output and error together
   */
  record Result(int code, String output) {
    boolean fine() {
      return code == 0;
    }
  }

  /**
   * Runs a program and waits for it.
   *
   * @throws IOException if it cannot be started, or is still running after the deadline: it is
   *     killed then
   */
  static Result run(List<String> command, Duration deadline)
      throws IOException, InterruptedException {
    // A file and no pipe: what the program leaves running in the background must not hold us.
    Path output = Files.createTempFile("monitor-postgres", ".out");
    try {
      int code = await(start(command, output), command, deadline);
      return new Result(code, Files.readString(output, StandardCharsets.ISO_8859_1).strip());
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static Process start(List<String> command, Path output) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(ROOT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder.start();
  }

  private static int await(Process process, List<String> command, Duration deadline)
      throws IOException, InterruptedException {
    try {
      if (process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
      throw new IOException("%s did not end within %d s".formatted(command, deadline.toSeconds()));
    } finally {
      process.destroyForcibly();
    }
  }
}
