package monitor.cli.launch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * The data folder, held by one running platform at a time. The lock belongs to the process and is
 * released by the system when the process ends in any way.
 */
public final class DataFolder implements AutoCloseable {
  /**
   * What holds or shows collected data, configuration or code. The folder itself stays open: the
   * embedded database runs as another user, and finds its own folder in it.
   */
  private static final List<String> PRIVATE =
      List.of("cache", "config", "deployer", "journal", "logs", "state", "tmp");

  private final Path root;
  private final FileChannel lockFile;

  private DataFolder(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /**
   * Creates the folder if it is not there, closes to others what is in it, and takes its lock.
   *
   * @throws LaunchException if another process holds it, or it cannot be written
   */
  public static DataFolder open(Path folder) throws LaunchException {
    Path root = folder.toAbsolutePath().normalize();
    try {
      Files.createDirectories(root.resolve("run"));
      for (String each : PRIVATE) {
        close(Files.createDirectories(root.resolve(each)));
      }
      return lock(root);
    } catch (IOException e) {
      throw new LaunchException("Cannot use the data folder %s: %s".formatted(root, e), e);
    }
  }

  private static void close(Path folder) {
    try {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException | UnsupportedOperationException e) {
      // Of somebody else, or on a file system without modes: whoever made it so decides.
      return;
    }
  }

  private static DataFolder lock(Path root) throws IOException, LaunchException {
    FileChannel file =
        FileChannel.open(
            root.resolve("run/lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    if (tryLock(file).isEmpty()) {
      String holder = holder(file);
      file.close();
      throw new LaunchException(
          "The data folder %s is in use by another monitor, process %s; stop that one, or name another folder with --data"
              .formatted(root, holder));
    }
    file.truncate(0).write(ByteBuffer.wrap(pid().getBytes(StandardCharsets.US_ASCII)), 0);
    return new DataFolder(root, file);
  }

  /**
   * The process that holds a folder, or did last; empty if there is none, or its number is that of
   * another namespace.
   */
  public static Optional<ProcessHandle> holder(Path folder) {
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve("run/lock"))));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<FileLock> tryLock(FileChannel file) throws IOException {
    try {
      return Optional.ofNullable(file.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  private static String holder(FileChannel file) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(20);
    file.read(pid, 0);
    return StandardCharsets.US_ASCII.decode(pid.flip()).toString();
  }

  private static String pid() {
    return Long.toString(ProcessHandle.current().pid());
  }

  /** Its absolute path. */
  public Path root() {
    return root;
  }

  /** The address of the running platform, written when its HTTP endpoint is bound. */
  public Path address() {
    return root.resolve(RunNote.FILE);
  }

  /** The one-time secret that creates the first administrator. */
  public Path setupSecret() {
    return root.resolve("secrets/setup");
  }

  /** What is known of the process that ran here last, if it did not end on purpose. */
  Optional<CrashNote> crashed() throws IOException {
    Path running = root.resolve("run/running");
    return Files.exists(running)
        ? Optional.of(CrashNote.read(root, Files.readString(running).strip()))
        : Optional.empty();
  }

  /**
   * Notes that the platform is running. If the process ends without {@link #markStopped()}, it
   * crashed, and the supervisor starts it again.
   */
  public void markRunning() throws IOException {
    Files.deleteIfExists(address());
    Files.writeString(root.resolve("run/running"), pid());
  }

  /** Notes that the platform was stopped on purpose. */
  public void markStopped() throws IOException {
    Files.deleteIfExists(root.resolve("run/running"));
    Files.deleteIfExists(address());
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
