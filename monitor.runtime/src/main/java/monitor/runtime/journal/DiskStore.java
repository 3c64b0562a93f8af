package monitor.runtime.journal;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The files of the operating system. */
final class DiskStore implements Store {
  private static final Pattern NOT_WRITABLE =
      Pattern.compile("(?i)read-only|no space|quota exceeded");

  @Override
  public void createFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
  }

  @Override
  public List<Path> list(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, Files::isRegularFile)) {
      stream.forEach(files::add);
    }
    return files;
  }

  @Override
  public StoreFile create(Path file) throws IOException {
    return new Channel(FileChannel.open(file, CREATE, TRUNCATE_EXISTING, READ, WRITE));
  }

  @Override
  public StoreFile open(Path file) throws IOException {
    return new Channel(FileChannel.open(file, READ));
  }

  @Override
  public StoreFile change(Path file) throws IOException {
    return new Channel(FileChannel.open(file, READ, WRITE));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    }
  }

  @Override
  public long usableBytes(Path folder) {
    return folder.toFile().getUsableSpace();
  }

  @Override
  public Closeable lock(Path file) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(file, CREATE, WRITE);
    } catch (FileSystemException e) {
      if (NOT_WRITABLE.matcher(String.valueOf(e.getReason())).find()) {
        // Nobody else can write here either, and that state has a way back.
        return () -> {};
      }
      throw e;
    }
    if (locked(channel)) {
      return channel;
    }
    channel.close();
    throw new IOException("%s is in use by another process".formatted(file.getParent()));
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private record Channel(FileChannel channel) implements StoreFile {
    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return channel.read(target, position);
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      return channel.write(source, position);
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
