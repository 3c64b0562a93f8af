package monitor.itest.variant;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import monitor.itest.Await;
import monitor.itest.oracle.Fault;
import monitor.itest.oracle.Kill;
import monitor.itest.oracle.Target;

/** Faults beside the kills, which broken variants need to show themselves. */
enum Strike implements Fault {
  /** Nothing: the load alone shows it. */
  NONE {
    @Override
    void strikeWell(Target target, Random random) {}
  },
  /** For some seconds the database refuses every batch; meanwhile the platform is killed. */
  OUTAGE {
    @Override
    void strikeWell(Target target, Random random) throws Exception {
      execute(target, AWAY);
      LockSupport.parkNanos(OUTAGE_NANOS);
      Kill.PLATFORM.strike(target, random);
      execute(target, BACK);
    }
  },
  /** A bit of an event that is in the journal and not yet stored turns over. */
  DAMAGE {
    @Override
    public boolean loses() {
      return true;
    }

    @Override
    void strikeWell(Target target, Random random) throws Exception {
      execute(target, AWAY);
      List<Path> segments = backlog(target);
      if (segments.size() >= FULL) {
        Target.kill(
            Stream.concat(target.supervisor().stream(), target.platform().stream()).toList());
        turnBit(segments.get(segments.size() - 2), random);
        target.start();
      }
      execute(target, BACK);
    }
  },
  /** The server refuses some rows for ever. */
  REFUSED_ROWS {
    @Override
    public boolean loses() {
      return true;
    }

    @Override
    void strikeWell(Target target, Random random) throws Exception {
      execute(target, REFUSE);
    }
  };

  private static final String AWAY = "alter table monitor.batches rename to away";
  private static final String BACK = "alter table monitor.away rename to batches";
  private static final String REFUSE =
      """
      alter table monitor.logs drop constraint if exists refused;
      alter table monitor.logs add constraint refused check (sequence % 97 <> 0) not valid
      """;
  private static final long OUTAGE_NANOS = Duration.ofSeconds(4).toNanos();
  private static final Duration BACKLOG = Duration.ofSeconds(20);

  /** Segments of a lane that is full. */
  private static final int FULL = 4;

  /** Behind the begin of a line: in its payload. */
  private static final int IN_PAYLOAD = 30;

  abstract void strikeWell(Target target, Random random) throws Exception;

  /** Strikes only what is well: what is starting has no database yet, or no backlog. */
  @Override
  public void strike(Target target, Random random) throws Exception {
    if (target.ready()) {
      strikeWell(target, random);
    }
  }

  private static void execute(Target target, String sql) throws IOException, SQLException {
    try (Connection connection = target.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The segments once the lane is full; earlier if it does not become so, for want of load. */
  private static List<Path> backlog(Target target) throws Exception {
    try {
      return Await.until("backlog", BACKLOG, () -> segments(target), all -> all.size() >= FULL);
    } catch (AssertionError e) {
      return segments(target);
    }
  }

  private static List<Path> segments(Target target) throws IOException {
    try (Stream<Path> files = Files.list(target.data().resolve("journal"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("kept-\\d+\\.segment"))
          .sorted()
          .toList();
    }
  }

  /**
   * In the second half of the newest segment but one: what is in older ones may have been stored
   * just before, and behind the end of what is torn in the newest there may be nothing to lose.
   */
  private static void turnBit(Path segment, Random random) throws IOException {
    String text = Files.readString(segment, StandardCharsets.ISO_8859_1);
    int line = text.indexOf("o1 0", text.length() / 2 + random.nextInt(text.length() / 4));
    if (line < 0) {
      throw new IllegalStateException("no line of the oracle in " + segment);
    }
    int at = line + IN_PAYLOAD;
    try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[] {(byte) (text.charAt(at) ^ 1)}), at);
    }
  }
}
