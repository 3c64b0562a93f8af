package monitor.itest.oracle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was issued and what was durable, in an append-only file that alone decides: {@code i WRITER
 * NEXT} before lines up to NEXT are written, {@code d WRITER NEXT} after their file was fsynced.
 * One thread writes; any may ask for the counts.
 */
public final class Ledger implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private final Map<Integer, Long> issued = new ConcurrentHashMap<>();
  private final StringBuilder waiting = new StringBuilder();

  private Ledger(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** A new ledger. */
  public static Ledger create(Path file) throws IOException {
    return new Ledger(
        file,
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND));
  }

  /** Lines of a writer up to this number are about to be written. */
  void issue(int writer, long next) {
    waiting.append("i ").append(writer).append(' ').append(next).append('\n');
    issued.put(writer, next);
  }

  /** They are on disk. */
  void durable(int writer, long next) {
    waiting.append("d ").append(writer).append(' ').append(next).append('\n');
  }

  /** Writes what was noted and makes it durable. */
  void force() throws IOException {
    if (waiting.isEmpty()) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.wrap(waiting.toString().getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(false);
    waiting.setLength(0);
  }

  /** Lines issued so far. */
  public long issued() {
    return issued.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Lines issued so far that a source reads. */
  long issued(String source) {
    return issued.entrySet().stream()
        .filter(writer -> Load.source(writer.getKey()).equals(source))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** What the file says. */
  public Totals totals() throws IOException {
    return Totals.read(file);
  }

  @Override
  public void close() throws IOException {
    force();
    channel.close();
  }

  /**
   * What a ledger says of one writer: its numbers are {@code 0 <= number < issued}, and those below
   * {@code durable} may not be missing.
   *
   * @param issued first number that was never issued
   * @param durable first number that was not known to be durable
   */
  public record Account(long issued, long durable) {}

  /**
   * What a ledger says.
   *
   * @param writers by number of the writer
   */
  public record Totals(Map<Integer, Account> writers) {
    /** Copies the map. */
    public Totals {
      writers = Map.copyOf(writers);
    }

    /** Reads a ledger. */
    public static Totals read(Path file) throws IOException {
      Map<Integer, Account> writers = new TreeMap<>();
      for (String line : Files.readAllLines(file)) {
        List<String> words = List.of(line.split(" "));
        int writer = Integer.parseInt(words.get(1));
        long next = Long.parseLong(words.get(2));
        Account known = writers.getOrDefault(writer, new Account(0, 0));
        writers.put(
            writer,
            words.getFirst().equals("i")
                ? new Account(next, known.durable())
                : new Account(known.issued(), next));
      }
      return new Totals(writers);
    }

    /** Lines that were issued. */
    public long issued() {
      return writers.values().stream().mapToLong(Account::issued).sum();
    }

    /** Lines that were durable. */
    public long durable() {
      return writers.values().stream().mapToLong(Account::durable).sum();
    }
  }
}
