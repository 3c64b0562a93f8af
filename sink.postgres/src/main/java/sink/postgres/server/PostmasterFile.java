package sink.postgres.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a running server says of itself in {@code postmaster.pid} (PostgreSQL, {@code pidfile.h}).
 *
 * @param pid its process
 * @param port where it listens
 * @param state the last thing that it said: {@code starting}, {@code ready}, {@code stopping}
 */
record PostmasterFile(long pid, int port, String state) {
  private static final String NAME = "postmaster.pid";

  /** Reads the file of a cluster; nothing if there is none, or not a whole one. */
  static Optional<PostmasterFile> read(Path cluster) throws IOException {
    try {
      List<String> lines = Files.readAllLines(cluster.resolve(NAME));
      return lines.size() < 4 ? Optional.empty() : Optional.of(parse(lines));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static PostmasterFile parse(List<String> lines) {
    String state = lines.size() > 7 ? lines.get(7).strip() : "";
    return new PostmasterFile(
        Long.parseLong(lines.get(0).strip()), Integer.parseInt(lines.get(3).strip()), state);
  }

  /** Whether it takes connections. */
  boolean ready() {
    return state.equals("ready");
  }

  /** Whether it was told to stop; it may wait for something that never comes. */
  boolean stopping() {
    return state.equals("stopping");
  }

  /** Whether the process lives and runs this program, not another one with a reused number. */
  boolean runs(Path postgres) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().command())
        .filter(command -> same(postgres, Path.of(command)))
        .isPresent();
  }

  private static boolean same(Path postgres, Path command) {
    try {
      return Files.isSameFile(postgres, command);
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether any server lives under this number, of whatever version. */
  boolean alive() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().command())
        .filter(command -> command.endsWith("/postgres"))
        .isPresent();
  }
}
