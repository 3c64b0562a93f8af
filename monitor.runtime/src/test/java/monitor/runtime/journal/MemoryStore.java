package monitor.runtime.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that can fail: each operation counts, and the fault that is set decides about
 * it; after a power loss there is what was forced, and any part of what was not.
 */
final class MemoryStore implements Store {
  /** What an operation does. */
  enum Operation {
    CREATE,
    OPEN,
    READ,
    WRITE,
    FORCE,
    TRUNCATE,
    RENAME,
    DELETE,
    SYNC
  }

  /** Decides which operations fail. */
  @FunctionalInterface
  interface Fault {
    /** The message of the failure, or null for none. */
    @Nullable String failure(Operation operation, Path file, long number);
  }

  private static final long LARGEST_FILE = 8 << 20;

  private final Map<Path, MemoryFile> names = new TreeMap<>();
  private final Map<Path, MemoryFile> durableNames = new TreeMap<>();
  private final List<Runnable> pendingNames = new ArrayList<>();
  private Fault fault = (operation, file, number) -> null;
  private long capacity = Long.MAX_VALUE;
  private long operations;
  private long bytesRead;
  private int mostWritten = Integer.MAX_VALUE;
  private boolean killed;

  synchronized void fault(Fault newFault) {
    fault = newFault;
  }

  synchronized void capacity(long bytes) {
    capacity = bytes;
  }

  /** From now on a write takes at most so many bytes, and says so. */
  synchronized void shortWrites(int bytes) {
    mostWritten = bytes;
  }

  /** From now on nothing succeeds, as for a process that is gone, until {@link #revive}. */
  synchronized void kill() {
    killed = true;
  }

  /** The next process begins, without faults. */
  synchronized void revive() {
    killed = false;
    fault = (operation, file, number) -> null;
    capacity = Long.MAX_VALUE;
    mostWritten = Integer.MAX_VALUE;
  }

  /** How many changing operations there were. */
  synchronized long operations() {
    return operations;
  }

  /** How much was read. */
  synchronized long bytesRead() {
    return bytesRead;
  }

  synchronized Map<Path, byte[]> contents() {
    Map<Path, byte[]> contents = new TreeMap<>();
    names.forEach((path, file) -> contents.put(path, file.content()));
    return contents;
  }

  /** Replaces everything; durable at once. */
  synchronized void contents(Map<Path, byte[]> contents) {
    names.clear();
    contents.forEach((path, bytes) -> {
      MemoryFile file = new MemoryFile();
      file.replace(bytes);
      names.put(path, file);
    });
    durableNames.clear();
    durableNames.putAll(names);
    pendingNames.clear();
  }

  /** The machine goes off and on again: names change in order, but perhaps not all of them. */
  synchronized void losePower(RandomGenerator random) {
    int kept = random.nextInt(pendingNames.size() + 1);
    pendingNames.subList(0, kept).forEach(Runnable::run);
    pendingNames.clear();
    names.clear();
    names.putAll(durableNames);
    names.values().forEach(file -> file.losePower(random));
  }

  /** An empty disk. */
  synchronized void reset() {
    contents(Map.of());
    operations = 0;
  }

  private void check(Operation operation, Path file) throws IOException {
    boolean changes = operation != Operation.READ && operation != Operation.OPEN;
    String failure = killed ? "killed" : fault.failure(operation, file, changes ? ++operations : 0);
    if (failure != null) {
      throw new IOException(failure);
    }
  }

  private void change(Runnable change) {
    pendingNames.add(change);
  }

  @Override
  public void createFolder(Path folder) {}

  @Override
  public synchronized List<Path> list(Path folder) {
    return names.keySet().stream().filter(path -> folder.equals(path.getParent())).toList();
  }

  @Override
  public synchronized StoreFile create(Path file) throws IOException {
    check(Operation.CREATE, file);
    MemoryFile created = new MemoryFile();
    names.put(file, created);
    change(() -> durableNames.put(file, created));
    return new Open(file, created);
  }

  @Override
  public synchronized StoreFile open(Path file) throws IOException {
    check(Operation.OPEN, file);
    MemoryFile found = names.get(file);
    if (found == null) {
      throw new NoSuchFileException(file.toString());
    }
    return new Open(file, found);
  }

  @Override
  public StoreFile change(Path file) throws IOException {
    return open(file);
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    check(Operation.RENAME, from);
    MemoryFile file = names.remove(from);
    if (file == null) {
      throw new NoSuchFileException(from.toString());
    }
    names.put(to, file);
    change(() -> {
      durableNames.remove(from);
      durableNames.put(to, file);
    });
  }

  @Override
  public synchronized void delete(Path file) throws IOException {
    check(Operation.DELETE, file);
    names.remove(file);
    change(() -> durableNames.remove(file));
  }

  @Override
  public synchronized void syncFolder(Path folder) throws IOException {
    check(Operation.SYNC, folder);
    pendingNames.forEach(Runnable::run);
    pendingNames.clear();
  }

  @Override
  public synchronized long usableBytes(Path folder) {
    return capacity - used();
  }

  private long used() {
    return names.values().stream().mapToLong(MemoryFile::size).sum();
  }

  @Override
  public Closeable lock(Path file) {
    return () -> {};
  }

  private final class Open implements StoreFile {
    private final Path path;
    private final MemoryFile file;
    private boolean closed;

    Open(Path path, MemoryFile file) {
      this.path = path;
      this.file = file;
    }

    private void check(Operation operation) throws IOException {
      if (closed) {
        throw new ClosedChannelException();
      }
      MemoryStore.this.check(operation, path);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      synchronized (MemoryStore.this) {
        check(Operation.READ);
        int bytes = (int) Math.min(target.remaining(), file.size() - position);
        if (bytes <= 0) {
          return -1;
        }
        target.put(file.content(), (int) position, bytes);
        bytesRead += bytes;
        return bytes;
      }
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      if (position > LARGEST_FILE) {
        throw new IOException("File too large");
      }
      synchronized (MemoryStore.this) {
        long growth = Math.max(0, position + source.remaining() - file.size());
        long room = Math.max(0, capacity - used());
        long fitting = Math.max(0, source.remaining() - Math.max(0, growth - room));
        int bytes = (int) Math.min(fitting, mostWritten);
        byte[] written = new byte[bytes];
        source.get(written);
        try {
          check(Operation.WRITE);
        } catch (IOException e) {
          // A write that fails may have written the first part.
          file.write(position, Arrays.copyOf(written, bytes / 2));
          throw e;
        }
        file.write(position, written);
        if (bytes == 0) {
          throw new IOException("No space left on device");
        }
        return bytes;
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (MemoryStore.this) {
        try {
          check(Operation.FORCE);
        } catch (IOException e) {
          if (!killed) {
            file.forceFailed();
          }
          throw e;
        }
        file.force();
      }
    }

    @Override
    public long size() {
      synchronized (MemoryStore.this) {
        return file.size();
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (MemoryStore.this) {
        check(Operation.TRUNCATE);
        file.truncate(size);
      }
    }

    @Override
    public void close() {
      synchronized (MemoryStore.this) {
        closed = true;
      }
    }
  }
}
