package monitor.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where the socket lies: in a folder that is ours alone, so that nobody gets in before its own mode
 * is set. The system bounds the length of its path; where the data folder lies too deep, it is in a
 * temporary folder.
 *
 * @param folder ours alone
 */
record SocketPlace(Path folder) {
  /** The member sun_path of Linux holds 108 bytes with the zero at the end (unix(7)). */
  private static final int MAX_BYTES = 107;

  private static final String NAME = "control.sock";

  /**
   * Makes the folder, and removes what an earlier process left in it.
   *
   * @param run the folder for what a running platform leaves to others
   */
  static SocketPlace in(Path run) throws IOException {
    SocketPlace wanted = new SocketPlace(run.toAbsolutePath().resolve("control"));
    if (wanted.socket().toString().getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      return new SocketPlace(Files.createTempDirectory("monitor"));
    }
    Files.createDirectories(wanted.folder);
    Files.setPosixFilePermissions(wanted.folder, PosixFilePermissions.fromString("rwx------"));
    Files.deleteIfExists(wanted.socket());
    return wanted;
  }

  /** The socket. */
  Path socket() {
    return folder.resolve(NAME);
  }

  /** Lets nobody else open it. */
  void restrict() throws IOException {
    Files.setPosixFilePermissions(socket(), PosixFilePermissions.fromString("rw-------"));
  }

  /** Takes socket and folder away. */
  void remove() throws IOException {
    Files.deleteIfExists(socket());
    Files.deleteIfExists(folder);
  }
}
