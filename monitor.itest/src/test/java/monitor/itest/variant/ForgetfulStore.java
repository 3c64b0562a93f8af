package monitor.itest.variant;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import monitor.runtime.journal.Store;
import monitor.runtime.journal.StoreFile;

/**
 * The files of the operating system, and beside them what a loss of power would leave of them. Runs
 * inside of the platform; the folder of its notes is the system property {@value #NOTES}.
 *
 * <p>{@code durable} holds the names that a sync of their folder has made durable, {@code named}
 * those that the files have now. Both are links to the same bytes: those that a sync of the file
 * has made durable. The notes outlive the process, as what is in the memory of the kernel does.
 */
public final class ForgetfulStore implements Store {
  static final String NOTES = "monitor.itest.notes";

  private static final long FORCE_NANOS = 10_000_000;

  private final Store disk = Store.disk();
  private final Path durable;
  private final Path named;
  private final Map<Path, Content> contents = new HashMap<>();

  private ForgetfulStore(Path notes) {
    durable = notes.resolve("durable");
    named = notes.resolve("named");
    try {
      Files.createDirectories(durable);
      Files.createDirectories(named);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Instead of {@link Store#disk}. */
  public static Store disk() {
    return new ForgetfulStore(Path.of(System.getProperty(NOTES)));
  }

  private static Path in(Path notes, Path file) {
    return notes.resolve(file.toAbsolutePath().toString().substring(1));
  }

  @Override
  public synchronized void createFolder(Path folder) throws IOException {
    disk.createFolder(folder);
    Files.createDirectories(in(durable, folder));
    Files.createDirectories(in(named, folder));
  }

  @Override
  public List<Path> list(Path folder) throws IOException {
    return disk.list(folder);
  }

  @Override
  public synchronized StoreFile create(Path file) throws IOException {
    StoreFile opened = disk.create(file);
    Files.deleteIfExists(in(named, file));
    Files.createFile(in(named, file));
    contents.remove(file);
    return new File(opened, content(file));
  }

  @Override
  public synchronized StoreFile open(Path file) throws IOException {
    return new File(disk.open(file), content(file));
  }

  @Override
  public synchronized StoreFile change(Path file) throws IOException {
    return new File(disk.change(file), content(file));
  }

  private Content content(Path file) throws IOException {
    Content content = contents.get(file);
    if (content == null) {
      content = new Content(in(named, file), Files.size(file));
      contents.put(file, content);
    }
    return content;
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    disk.rename(from, to);
    move(in(named, from), in(named, to));
    Content content = contents.remove(from);
    contents.remove(to);
    if (content != null) {
      contents.put(to, content);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public synchronized void delete(Path file) throws IOException {
    disk.delete(file);
    Files.deleteIfExists(in(named, file));
    contents.remove(file);
  }

  @Override
  public synchronized void syncFolder(Path folder) throws IOException {
    disk.syncFolder(folder);
    Map<String, Object> now = names(in(named, folder));
    Map<String, Object> before = names(in(durable, folder));
    for (Map.Entry<String, Object> name : now.entrySet()) {
      if (!name.getValue().equals(before.get(name.getKey()))) {
        persist(folder, name.getKey(), name.getValue(), now, before);
      }
    }
    for (String name : names(in(durable, folder)).keySet()) {
      if (!now.containsKey(name)) {
        Files.delete(in(durable, folder).resolve(name));
      }
    }
  }

  /** A name is there wholly or not at all, and a renamed file never has two. */
  private void persist(
      Path folder, String name, Object key, Map<String, Object> now, Map<String, Object> before)
      throws IOException {
    Path target = in(durable, folder).resolve(name);
    for (Map.Entry<String, Object> old : before.entrySet()) {
      if (old.getValue().equals(key) && !now.containsKey(old.getKey())) {
        move(in(durable, folder).resolve(old.getKey()), target);
        return;
      }
    }
    Path draft = in(durable, folder).resolve(name + ".link");
    Files.deleteIfExists(draft);
    Files.createLink(draft, in(named, folder).resolve(name));
    move(draft, target);
  }

  private static Map<String, Object> names(Path folder) throws IOException {
    Map<String, Object> names = new TreeMap<>();
    Files.walkFileTree(
        folder,
        Set.of(),
        1,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              names.put(
                  file.getFileName().toString(), Objects.requireNonNull(attributes.fileKey()));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return names;
  }

  @Override
  public long usableBytes(Path folder) throws IOException {
    return disk.usableBytes(folder);
  }

  @Override
  public Closeable lock(Path file) throws IOException {
    return disk.lock(file);
  }

  /** The durable bytes of a file, and which part of it may be newer than they are. */
  private static final class Content {
    private final FileChannel bytes;
    private long from;
    private long to;

    /** Of a file whose earlier writers are not known: all of it may be newer. */
    Content(Path file, long size) throws IOException {
      bytes =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      to = size;
    }

    synchronized void changed(long begin, long end) {
      from = Math.min(from, begin);
      to = Math.max(to, end);
    }

    synchronized void persist(StoreFile file) throws IOException {
      long size = file.size();
      ByteBuffer part = ByteBuffer.allocate((int) Math.max(0, Math.min(to, size) - from));
      file.readFully(part, from);
      part.flip();
      for (long at = from; part.hasRemaining(); ) {
        at += bytes.write(part, at);
      }
      if (size < bytes.size()) {
        bytes.truncate(size);
      }
      from = size;
      to = size;
    }
  }

  private record File(StoreFile file, Content content) implements StoreFile {
    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return file.read(target, position);
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      int written = file.write(source, position);
      content.changed(position, position + written);
      return written;
    }

    @Override
    public void force() throws IOException {
      file.force();
      // Long enough that most losses of power find something that is not durable yet.
      LockSupport.parkNanos(FORCE_NANOS);
      content.persist(file);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
      content.changed(size, size);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
