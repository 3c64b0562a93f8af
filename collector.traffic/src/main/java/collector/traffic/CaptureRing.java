package collector.traffic;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The latest packets in pcap files of a bounded number and size: the oldest file is deleted before
 * a new one is begun. What is there from an earlier run counts. A disk that is full or fails costs
 * packets of the ring, which are counted, and is tried again later. Used by one thread.
 */
final class CaptureRing implements Closeable {
  private static final int HEADER = 24;
  private static final int RECORD = 16;
  private static final int TAG = 4;
  private static final long PAUSE_NANOS = 10_000_000_000L;
  private static final int MOST_CAPTURED = 64 << 10;

  private final Path folder;
  private final String prefix;
  private final long fileBytes;
  private final int mostFiles;
  private final int linkType;
  private final int snapLength;
  private final Deque<Path> files = new ArrayDeque<>();
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(256 << 10).order(ByteOrder.nativeOrder());
  private @Nullable FileChannel channel;
  private long written;
  private long number;
  private long lost;
  private long retryNanos;
  private @Nullable String trouble;

  /**
   * @param name what the files are named after
   * @param linkType how packets begin, as pcap files number it
   */
  CaptureRing(Path folder, String name, int linkType, CaptureSettings settings) throws IOException {
    this.folder = folder;
    this.prefix = name.replaceAll("[^A-Za-z0-9._-]", "_") + "-";
    this.fileBytes = settings.ringBytes() / settings.ringFiles();
    this.mostFiles = settings.ringFiles();
    this.linkType = linkType;
    this.snapLength = settings.snapLength();
    Files.createDirectories(folder);
    Set<Path> there = new TreeSet<>();
    try (DirectoryStream<Path> earlier =
        Files.newDirectoryStream(folder, path -> ours(path.getFileName().toString()))) {
      earlier.forEach(there::add);
    }
    files.addAll(there);
    if (!files.isEmpty()) {
      String last = String.valueOf(files.getLast().getFileName());
      number = Long.parseLong(last.substring(prefix.length(), last.length() - ".pcap".length()));
    }
  }

  private boolean ours(String file) {
    return file.startsWith(prefix) && file.substring(prefix.length()).matches("\\d{12}\\.pcap");
  }

  /** Packets that could not be written. */
  long lost() {
    return lost;
  }

  /** What is wrong with the disk; null if nothing is. */
  @Nullable String trouble() {
    return trouble;
  }

  /** Keeps a packet; a tag that the kernel took out of it is put in again. */
  void add(ByteBuffer data, int offset, int captured, int length, int vlan, long timeNanos) {
    int kept = Math.min(captured, MOST_CAPTURED);
    int tag = vlan >= 0 && linkType == PacketFilter.ETHERNET && kept >= 12 ? TAG : 0;
    if (trouble != null && System.nanoTime() - retryNanos < 0) {
      lost++;
      return;
    }
    try {
      room(RECORD + kept + tag);
      buffer.putInt((int) (timeNanos / 1_000_000_000L)).putInt((int) (timeNanos % 1_000_000_000L));
      buffer.putInt(kept + tag).putInt(length + tag);
      int head = tag == 0 ? 0 : 12;
      copy(data, offset, head);
      if (tag > 0) {
        buffer.order(ByteOrder.BIG_ENDIAN).putShort((short) 0x8100).putShort((short) vlan);
        buffer.order(ByteOrder.nativeOrder());
      }
      copy(data, offset + head, kept - head);
    } catch (IOException e) {
      failed(e);
      lost++;
    }
  }

  private void copy(ByteBuffer data, int offset, int length) {
    buffer.put(buffer.position(), data, offset, length);
    buffer.position(buffer.position() + length);
  }

  /** A file that could not be written to its end is closed, and another one tried after a pause. */
  private void failed(IOException cause) {
    trouble = "packets cannot be kept in %s: %s".formatted(folder, cause.getMessage());
    retryNanos = System.nanoTime() + PAUSE_NANOS;
    buffer.clear();
    try {
      close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    channel = null;
  }

  private void room(int bytes) throws IOException {
    if (channel == null || written + buffer.position() + bytes > fileBytes) {
      begin();
      trouble = null;
    }
    if (buffer.remaining() < bytes) {
      flush();
    }
  }

  private void begin() throws IOException {
    close();
    while (files.size() >= mostFiles) {
      Files.deleteIfExists(files.getFirst());
      files.removeFirst();
    }
    number++;
    Path file = folder.resolve("%s%012d.pcap".formatted(prefix, number));
    channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    files.addLast(file);
    written = 0;
    buffer.putInt(0xa1b23c4d).putShort((short) 2).putShort((short) 4).putLong(0);
    buffer.putInt(Math.max(snapLength + TAG, HEADER)).putInt(linkType);
  }

  /** Hands what is in memory to the file. */
  void flush() throws IOException {
    FileChannel open = channel;
    if (open == null) {
      return;
    }
    buffer.flip();
    while (buffer.hasRemaining()) {
      written += open.write(buffer);
    }
    buffer.clear();
  }

  /** The same from time to time, so that a reader sees quiet links too. */
  void tick() {
    try {
      flush();
    } catch (IOException e) {
      failed(e);
    }
  }

  @Override
  public void close() throws IOException {
    FileChannel open = channel;
    if (open == null) {
      return;
    }
    try (open) {
      flush();
    } finally {
      channel = null;
      buffer.clear();
    }
  }
}
