package collector.logs;

import collector.logs.Copies.PastLife;
import collector.logs.DirectoryWatch.Changes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import monitor.api.event.Kind;
import monitor.api.source.EventStream;
import monitor.api.source.Position;
import monitor.api.source.SourceContext;
import monitor.api.status.Status;

/**
 * One run of the source: waits for changes, reads what was appended, and searches for files now and
 * then, because not every change is told. All on the thread of the source.
 */
final class LogTailer implements FileFinder.Listener {
  /** A pause after reading, so that many small writes are read at once. */
  private static final Duration PAUSE = Duration.ofMillis(2);

  /** How often a file without a name is looked at: nobody tells when it grows. */
  private static final Duration FADING = Duration.ofMillis(200);

  private final SourceContext context;
  private final LogFileSettings settings;
  private final FileFinder finder;
  private final DirectoryWatch watch;
  private final EventStream stream;
  private final Troubles troubles = new Troubles();
  private final Remembered remembered = new Remembered();
  private final OpenFiles open;
  private final LineReader reader;
  private final KnownFiles known;
  private final Copies copies;
  private final Opener opener;
  private final PendingRecords pending;
  private final QuietFiles quiet;
  private final SearchTimes searches;
  private final Set<TailedFile> ready = new LinkedHashSet<>();
  private Status status = Status.OK;
  private long nextFadingNanos;

  LogTailer(
      SourceContext context, LogFileSettings settings, FileFinder finder, DirectoryWatch watch) {
    this.context = context;
    this.settings = settings;
    this.finder = finder;
    this.watch = watch;
    this.stream = context.stream(Kind.LOG);
    this.open = new OpenFiles(settings.maxOpenFiles());
    this.reader =
        new LineReader(stream, context.clock(), settings.records().rules(context.clock()), open);
    this.known = new KnownFiles(remembered, open);
    this.copies = new Copies(reader.buffer(), open, settings.copyWait().toNanos());
    this.searches = new SearchTimes(settings.scanInterval().toNanos());
    this.quiet = new QuietFiles(settings.rotateWait().toNanos());
    this.pending = new PendingRecords(settings.records().furtherWait().toNanos());
    this.opener = new Opener(open, remembered, troubles);
  }

  /** Works until asked to stop. */
  void run() throws InterruptedException {
    try (open) {
      begin();
      while (!context.stopping()) {
        boolean read = readReady();
        tell();
        pause(read);
        apply(watch.await(patience()));
        scanIfDue();
        readFadingIfDue();
        flushIfDue();
      }
    }
  }

  private void begin() {
    Map<String, Position> positions = stream.positions();
    remembered.load(positions.values(), System.nanoTime());
    boolean fromEnd = settings.fromEnd() && positions.isEmpty();
    scan(fromEnd);
    if (fromEnd) {
      // The ends are where the first run began, also if it is killed before the first line.
      stream.emit(
          List.of(),
          known.all().stream()
              .map(file -> file.place().at(file.identity()))
              .toArray(Position[]::new));
    }
  }

  private boolean readReady() {
    boolean any = false;
    ready.removeIf(file -> !known.contains(file));
    for (TailedFile file : List.copyOf(ready)) {
      if (context.stopping()) {
        return any;
      }
      TailedFile before = file.precedence().first();
      if (before == null || !ready.contains(before)) {
        file.precedence().begun();
        any = true;
        read(file);
      }
    }
    if (!any) {
      // Each waits for another one: that order cannot be kept.
      ready.forEach(file -> file.precedence().none());
    }
    return any;
  }

  private void read(TailedFile file) {
    try {
      switch (reader.read(file)) {
        case MORE -> {}
        case DRAINED -> {
          ready.remove(file);
          pending.drained(file, System.nanoTime());
        }
        case EARLIER -> readEarlier(file);
        case CHANGED -> {
          ready.remove(file);
          copies.ended(PastLife.of(file));
        }
      }
    } catch (NoSuchFileException | MovedException e) {
      ready.remove(file);
      searches.soon();
    } catch (IOException e) {
      if (!open.relieve(e)) {
        ready.remove(file);
        troubles.unreadable(file.path(), e);
      }
    }
  }

  private void readEarlier(TailedFile file) throws IOException {
    TailedFile earlier = file.precedence().unfinished();
    if (earlier == null || troubles.hides(earlier.path())) {
      file.precedence().none();
    } else if (earlier.grown() || ready.contains(earlier)) {
      earlier.drained(false);
      ready.add(earlier);
      file.precedence().await(earlier);
    } else {
      // It goes on in no further line: the next one was written to the other file.
      flush(earlier);
    }
  }

  /** A record of several lines is complete when nothing has come for a while. */
  private void flushIfDue() {
    pending.takeDue(System.nanoTime()).stream()
        .filter(file -> known.contains(file) && !ready.contains(file))
        .forEach(this::flush);
  }

  private void flush(TailedFile file) {
    try {
      reader.flush(file);
      if (!file.drained()) {
        ready.add(file);
      }
    } catch (NoSuchFileException | MovedException e) {
      searches.soon();
    } catch (IOException e) {
      troubles.unreadable(file.path(), e);
    }
  }

  private void tell() {
    Status now = troubles.status();
    if (!now.equals(status)) {
      status = now;
      context.report(now);
    }
  }

  private void pause(boolean read) {
    if (read && ready.isEmpty()) {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private Duration patience() {
    if (!ready.isEmpty() || copies.anyEnded()) {
      return Duration.ZERO;
    }
    long now = System.nanoTime();
    long wait = searches.nanosUntilNext(now);
    if (known.anyFading()) {
      wait = Math.min(wait, nextFadingNanos - now);
    }
    return Duration.ofNanos(Math.max(0, pending.nanosUntilDue(now, wait)));
  }

  private void apply(Changes changes) {
    for (Path path : changes.modified()) {
      TailedFile file = known.at(path);
      if (file != null && !file.held()) {
        file.drained(false);
        ready.add(file);
      } else if (file != null || finder.wants(path)) {
        searches.soon();
      }
    }
    if (changes.overflow() || changes.appeared().stream().anyMatch(this::concerns)) {
      searches.soon();
    }
  }

  private boolean concerns(Path path) {
    return known.at(path) != null || finder.wants(path) || Files.isDirectory(path);
  }

  private void scanIfDue() {
    if (copies.anyEnded() || searches.nanosUntilNext(System.nanoTime()) <= 0) {
      scan(false);
    }
  }

  private void scan(boolean fromEnd) {
    long begin = System.nanoTime();
    troubles.scanning();
    Map<Path, BasicFileAttributes> found = finder.find(this);
    Look.Result seen =
        new Look(known, remembered, copies, troubles, opener, reader, fromEnd, begin)
            .compare(found);
    if (!seen.places().isEmpty()) {
      stream.emit(List.of(), seen.places().toArray(Position[]::new));
    }
    ready.addAll(seen.ready());
    remembered.expire(begin, this::forget);
    long end = System.nanoTime();
    searches.made(end, end - begin - opener.takeSpentNanos());
  }

  private void forget(FileIdentity identity) {
    stream.emit(List.of(), new Position(identity.key(), Place.FORMAT, null));
  }

  private void readFadingIfDue() {
    long now = System.nanoTime();
    if (now - nextFadingNanos < 0) {
      return;
    }
    nextFadingNanos = now + FADING.toNanos();
    Collection<TailedFile> fading = known.fading();
    quiet.retain(fading);
    fading.forEach(file -> readFading(file, now));
  }

  private void readFading(TailedFile file, long now) {
    long end = file.end();
    if (known.isNameless(file)) {
      file.drained(false);
      read(file);
    }
    if (quiet.forLong(file, file.end() != end || !file.drained(), now)) {
      finish(file, now);
    }
  }

  /** Nobody has written for long to a file whose name is gone or has gone to another. */
  private void finish(TailedFile file, long now) {
    try {
      reader.finish(file);
    } catch (IOException e) {
      troubles.unreadable(file.path(), e);
    }
    known.complete(file, now);
  }

  @Override
  public void folder(Path folder) {
    try {
      watch.add(folder);
    } catch (IOException e) {
      troubles.unwatched(folder, e);
    }
  }

  @Override
  public void unreadable(Path path, IOException cause) {
    troubles.unreadable(path, cause);
  }
}
