package collector.logs;

import collector.logs.Journalctl.Child;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.source.EventStream;
import monitor.api.source.Position;
import monitor.api.source.SourceContext;
import monitor.api.status.Status;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the source: follows the journal through a child process, and starts another one, with
 * back-off, when it ends. On the thread of the source.
 */
final class JournalTailer {
  private static final Logger LOG = LoggerFactory.getLogger(JournalTailer.class);
  private static final int MOST_EVENTS = 512;
  private static final int MOST_BYTES = 256 << 10;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final String KEY = "journal";
  private static final int FORMAT = 1;

  private final SourceContext context;
  private final JournalSettings settings;
  private final Journalctl journalctl;
  private final EventStream stream;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private @Nullable JournalCursor cursor;
  private volatile @Nullable Child child;
  private Duration pause = FIRST_PAUSE;
  private String lost = "";

  JournalTailer(SourceContext context, JournalSettings settings, Journalctl journalctl) {
    this.context = context;
    this.settings = settings;
    this.journalctl = journalctl;
    this.stream = context.stream(Kind.LOG);
  }

  /** Works until asked to stop. */
  void run() throws InterruptedException {
    Position position = stream.positions().get(KEY);
    if (position != null && position.value() != null && position.format() == FORMAT) {
      cursor = new JournalCursor(position.value());
    }
    context.closeOnStop(this::stop);
    while (!context.stopping()) {
      String complaint = follow();
      if (!context.stopping()) {
        context.report(
            Status.degraded(complaint + "; trying again in " + pause.toMillis() + " ms"));
        LOG.warn("The journal is not read at the moment: {}.", complaint);
        stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                ? LONGEST_PAUSE
                : pause.multipliedBy(2);
      }
    }
  }

  private void stop() {
    stopped.countDown();
    Child running = child;
    if (running != null) {
      running.close();
    }
  }

  /** Reads until the child ends; why it did. */
  private String follow() throws InterruptedException {
    try (Child running = journalctl.follow(start())) {
      child = running;
      if (context.stopping()) {
        return "";
      }
      context.report(lost.isEmpty() ? Status.OK : Status.degraded(lost));
      String problem = read(running.out());
      return problem.isEmpty() ? "journalctl " + running.complaint() : problem;
    } catch (IOException e) {
      return "journalctl cannot be called (%s)".formatted(e.getMessage());
    }
  }

  /** Where to begin: after the entry of the cursor if it is there, else as near as can be. */
  private List<String> start() throws IOException {
    JournalCursor known = cursor;
    JournalCursor last = journalctl.last();
    if (known == null) {
      return settings.fromEnd() && last != null ? begin(last) : List.of("--no-tail");
    }
    if (last != null && known.after(last)) {
      return behindTheEnd(known, last);
    }
    JournalCursor first = journalctl.firstFrom(known);
    if (first != null && !first.equals(known)) {
      lost("%d entries of the journal were removed before they were read", known, first);
    }
    return List.of("--cursor=" + known.text());
  }

  /** The end is where the first run began, also if it is killed before the first entry. */
  private List<String> begin(JournalCursor end) {
    cursor = end;
    stream.emit(List.of(), position(end));
    return List.of("--cursor=" + end.text());
  }

  /** The journal was set back or damaged: entries that are later than the last one read are new. */
  private List<String> behindTheEnd(JournalCursor known, JournalCursor last) {
    lost = "the journal ends before the entry that was read last: it was set back or damaged";
    LOG.warn("The place in the journal is lost, because {}.", lost);
    if (last.micros() > known.micros()) {
      cursor = null;
      return List.of(
          "--no-tail",
          "--since=@%d.%06d".formatted(known.micros() / 1_000_000, known.micros() % 1_000_000));
    }
    return begin(last);
  }

  private void lost(String text, JournalCursor known, JournalCursor first) {
    lost =
        first.comparable(known)
            ? text.formatted(known.entriesUntil(first))
            : "entries of the journal were removed before they were read";
    LOG.error("After {}: {}.", known.text(), lost);
  }

  /** Emits what comes; what is wrong with it, or nothing at its end. */
  private String read(BufferedInputStream in) {
    JournalExport export = new JournalExport(in, settings.maxMessage());
    List<Event> unit = new ArrayList<>();
    int bytes = 0;
    try {
      for (JournalEntry entry = export.next(); entry != null; entry = export.next()) {
        JournalCursor at = entry.cursor();
        if (at != null && !at.equals(cursor)) {
          unit.add(entry.event());
          bytes += entry.bytes();
          cursor = at;
        }
        if (!unit.isEmpty()
            && (unit.size() >= MOST_EVENTS || bytes >= MOST_BYTES || in.available() == 0)) {
          emit(unit);
          bytes = 0;
          pause = FIRST_PAUSE;
        }
      }
      return "";
    } catch (IOException e) {
      return context.stopping()
          ? ""
          : "journalctl wrote what cannot be read (%s)".formatted(e.getMessage());
    } finally {
      if (!unit.isEmpty() && !context.stopping()) {
        emit(unit);
      }
    }
  }

  private void emit(List<Event> unit) {
    stream.emit(List.copyOf(unit), position(Objects.requireNonNull(cursor)));
    unit.clear();
  }

  private static Position position(JournalCursor at) {
    return new Position(KEY, FORMAT, at.text());
  }
}
