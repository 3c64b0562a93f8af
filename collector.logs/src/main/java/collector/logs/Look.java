package collector.logs;

import collector.logs.Copies.PastLife;
import collector.logs.Copies.Verdict;
import collector.logs.Strays.Stray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import monitor.api.source.Position;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a search found with what was known, and so sees which files are new, renamed,
 * copied, replaced or gone. Used by the thread of the source only.
 */
final class Look {
  /**
   * By the last change, whose clock ticks coarsely, and then {@code a.log.2} before {@code a.log}.
   */
  private static final Comparator<Newcomer> OLDEST_FIRST =
      Comparator.<Newcomer, FileTime>comparing(file -> file.attributes().lastModifiedTime())
          .thenComparing(Newcomer::path, Comparator.reverseOrder());

  private final KnownFiles known;
  private final Remembered remembered;
  private final Copies copies;
  private final OpenFiles open;
  private final Troubles troubles;
  private final ByteBuffer buffer;
  private final Map<TailedFile, List<Path>> present = new LinkedHashMap<>();
  private final List<Newcomer> newcomers = new ArrayList<>();
  private final List<TailedFile> strangers = new ArrayList<>();
  private final Set<TailedFile> ready = new LinkedHashSet<>();
  private final Map<FileIdentity, Position> places = new LinkedHashMap<>();
  private final Map<FileIdentity, TailedFile> continuations = new HashMap<>();
  private final Map<Path, TailedFile> before = new HashMap<>();
  private boolean fromEnd;
  private long nowNanos;

  private record Newcomer(Path path, FileIdentity identity, BasicFileAttributes attributes) {}

  /**
   * What came out.
   *
   * @param ready files that may have something to read, in this order
   * @param places where reading of copies goes on, and what is over, to be made durable before
   *     anything is read
   */
  record Result(List<TailedFile> ready, List<Position> places) {}

  Look(
      KnownFiles known,
      Remembered remembered,
      Copies copies,
      OpenFiles open,
      Troubles troubles,
      ByteBuffer buffer) {
    this.known = known;
    this.remembered = remembered;
    this.copies = copies;
    this.open = open;
    this.troubles = troubles;
    this.buffer = buffer;
  }

  /**
   * Takes over what a search found.
   *
   * @param newFromEnd whether files that are new are read from their end
   * @param now monotonic time in nanoseconds
   */
  Result compare(Map<Path, BasicFileAttributes> found, boolean newFromEnd, long now) {
    clear();
    fromEnd = newFromEnd;
    nowNanos = now;
    // Of several files that had one name, the last one.
    known.nameless().forEach(file -> before.put(file.told(), file));
    before.putAll(known.forgetPaths());
    found.forEach(this::recognise);
    missing();
    newcomers.sort(OLDEST_FIRST);
    newcomers.forEach(this::welcome);
    strays();
    present.forEach(this::named);
    rewritten();
    judge();
    copies.review(known, remembered, nowNanos).forEach(this::decided);
    copies.unclaimed().forEach(this::copyElsewhere);
    copies.takeEnded().forEach(this::beginAnew);
    follow();
    return new Result(List.copyOf(ready), List.copyOf(places.values()));
  }

  private void clear() {
    present.clear();
    newcomers.clear();
    strangers.clear();
    ready.clear();
    places.clear();
    continuations.clear();
    before.clear();
  }

  private void recognise(Path path, BasicFileAttributes attributes) {
    FileIdentity identity = FileIdentity.of(path, attributes);
    TailedFile file = known.of(identity);
    if (file != null && (file.replacedBy(attributes) || isAnother(file, path, attributes))) {
      copies.ended(new PastLife(identity, file.place(), file.unread(), null));
      known.drop(file);
      file = null;
    }
    if (file == null) {
      newcomers.add(new Newcomer(path, identity, attributes));
      return;
    }
    file.look(attributes);
    if (file.size() < file.progress().offset() && !Content.compressed(path)) {
      copies.ended(PastLife.of(file));
    }
    known.found(path, file);
    present.computeIfAbsent(file, first -> new ArrayList<>()).add(path);
  }

  /** By its name and size, where the time of birth does not tell. */
  private static boolean isAnother(TailedFile file, Path path, BasicFileAttributes now) {
    return now.size() < file.progress().offset()
        && !file.path().equals(path)
        && !Content.compressed(path);
  }

  /** Files that the search did not find: read on if they are open, else keep their place. */
  private void missing() {
    for (TailedFile file : known.all()) {
      if (present.containsKey(file) || known.isNameless(file) || troubles.hides(file.path())) {
        continue;
      }
      if (file.isOpen()) {
        known.keepNameless(file);
        file.drained(false);
        ready.add(file);
        opened(file, () -> endIfChanged(file));
      } else {
        known.leave(file, nowNanos);
      }
    }
  }

  private void welcome(Newcomer found) {
    TailedFile other = known.of(found.identity);
    if (other != null) {
      known.found(found.path, other);
      return;
    }
    TailedFile file = TailedFile.found(found.identity, found.path, found.attributes);
    Place place = remembered.get(found.identity);
    if (!opened(file, () -> begin(file, place))) {
      return;
    }
    known.accept(file);
    known.found(found.path, file);
    if (Content.compressed(found.path)) {
      known.supersede(file);
    }
    present.put(file, new ArrayList<>(List.of(found.path)));
  }

  /** Goes to where reading begins. */
  private void begin(TailedFile file, @Nullable Place place) throws IOException {
    if (place == null) {
      strangers.add(file);
      if (fromEnd) {
        file.skipToEnd(buffer);
      }
      return;
    }
    if (file.resume(place, buffer)) {
      before.putIfAbsent(Path.of(place.path()), file);
    } else {
      copies.ended(new PastLife(file.identity(), place, 0, file));
      strangers.add(file);
    }
  }

  /**
   * Files renamed to what the patterns do not find, while nobody looked: their rest comes first.
   */
  private void strays() {
    Map<FileIdentity, Place> lost = remembered.takeFresh();
    lost.keySet().removeIf(identity -> known.of(identity) != null);
    Map<Path, TailedFile> last = new HashMap<>();
    for (Stray stray : Strays.find(lost)) {
      TailedFile file = stray.file();
      if (opened(file, () -> resumeStray(stray)) && known.contains(file)) {
        lost.remove(file.identity());
        file.readAfter(last.put(file.told(), file));
      }
    }
    last.forEach(before::putIfAbsent);
    lost.forEach((identity, place) -> copies.ended(new PastLife(identity, place, 0, null)));
  }

  private void resumeStray(Stray stray) throws IOException {
    if (stray.file().resume(stray.place(), buffer)) {
      readNameless(stray.file());
    } else {
      open.close(stray.file());
    }
  }

  private void readNameless(TailedFile file) {
    known.accept(file);
    known.keepNameless(file);
    ready.add(file);
  }

  private void named(TailedFile file, List<Path> names) {
    known.named(file);
    if (!names.contains(file.path()) || !file.isToldAsItself()) {
      file.moved(names.getFirst());
    }
    if (!file.drained() && !file.held()) {
      ready.add(file);
    }
  }

  /** What was written anew may be another file as well, even a copy, with an inode used again. */
  private void rewritten() {
    for (TailedFile file : present.keySet()) {
      if (!file.drained() && file.bornMillis() == 0 && !strangers.contains(file)) {
        opened(file, () -> endIfChanged(file));
      }
    }
    for (TailedFile file : present.keySet()) {
      // Nothing was read of it, so nothing tells whether it is the empty file it was, or a copy.
      boolean blank = file.progress().offset() == 0 && !file.drained() && !file.held();
      if (blank && !strangers.contains(file)) {
        strangers.add(file);
      }
    }
    for (TailedFile file : copies.begunAnew()) {
      if (present.containsKey(file) && !strangers.contains(file)) {
        file.restart();
        strangers.add(file);
      }
    }
  }

  private void endIfChanged(TailedFile file) throws IOException {
    if (!file.intact(buffer)) {
      copies.ended(PastLife.of(file));
    }
  }

  /** New files: the rest of one that was read before, perhaps a copy, or really new. */
  private void judge() {
    if (strangers.isEmpty() || fromEnd) {
      return;
    }
    Set<TailedFile> originals = new LinkedHashSet<>(present.keySet());
    originals.addAll(known.nameless());
    Map<String, List<TailedFile>> byStem = Copies.byStem(originals);
    for (TailedFile file : strangers) {
      opened(file, () -> judge(file, byStem));
    }
  }

  private void judge(TailedFile file, Map<String, List<TailedFile>> byStem) throws IOException {
    try {
      PastLife life = copies.continuedBy(file, byStem);
      if (life == null && copies.hold(file, byStem, formerly(file.path()), nowNanos)) {
        ready.remove(file);
        file.drained(true);
        return;
      }
      if (life == null) {
        // It was not held back perhaps because its original has been truncated since.
        life = copies.continuedBy(file, byStem);
      }
      if (life != null) {
        goesOn(life, file);
      }
    } catch (NoSuchFileException | MovedException e) {
      // Something was renamed since the search: the next one finds this file anew and judges it.
      ready.remove(file);
      known.putBack(file);
      throw e;
    }
  }

  private void decided(Verdict verdict) {
    TailedFile file = verdict.file();
    if (verdict.life() == null) {
      file.restart();
    } else {
      goesOn(verdict.life(), file);
    }
    file.drained(false);
    ready.add(file);
  }

  private void goesOn(PastLife life, TailedFile file) {
    copies.claimed(life);
    continuations.put(life.identity(), file);
    if (life.next() == null) {
      before.put(Path.of(life.place().path()), file);
    }
    if (known.of(life.identity()) == null) {
      forget(life.identity());
      remembered.remove(life.identity());
    }
    places.put(file.identity(), file.place().at(file.identity()));
  }

  private void forget(FileIdentity identity) {
    places.putIfAbsent(identity, new Position(identity.key(), Place.FORMAT, null));
  }

  /** What was truncated or replaced: the rest of it may be in another file, then its beginning. */
  private void beginAnew(PastLife life) {
    TailedFile rest = continuations.get(life.identity());
    if (rest == null) {
      rest = copyElsewhere(life);
    }
    if (rest == null) {
      copies.unclaimed(life, nowNanos);
      troubles.truncated(Path.of(life.place().path()), life.unreadBytes());
    }
    if (rest != null && known.of(life.identity()) != null) {
      // It may stay empty for long; a later run would seek the rest of the old content once more.
      forget(life.identity());
    }
    TailedFile next = life.next();
    if (next != null && known.contains(next) && startsAnew(next)) {
      next.restart();
      ready.remove(next);
      ready.add(next);
      next.readAfter(rest);
    }
  }

  /** Not if it is the copy of yet another file. */
  private boolean startsAnew(TailedFile next) {
    return !next.held() && !continuations.containsValue(next);
  }

  private @Nullable TailedFile copyElsewhere(PastLife life) {
    for (TailedFile candidate : Strays.copies(life.place(), known)) {
      boolean[] found = new boolean[1];
      opened(candidate, () -> found[0] = candidate.continueAt(life.place(), buffer));
      if (found[0]) {
        candidate.known(Path.of(life.place().path()));
        readNameless(candidate);
        goesOn(life, candidate);
        return candidate;
      }
      open.close(candidate);
    }
    return null;
  }

  /**
   * The file that had a name before is read to its end, as late as possible, before the new one.
   */
  private void follow() {
    for (Newcomer newcomer : newcomers) {
      TailedFile file = known.of(newcomer.identity);
      TailedFile earlier = formerly(newcomer.path);
      if (file != null && earlier != null && earlier != file) {
        if (!earlier.held()) {
          earlier.drained(false);
          ready.add(earlier);
        }
        known.supersede(earlier);
        file.readAfter(earlier);
      }
    }
  }

  /** The file that had a name before, if it is still read. */
  private @Nullable TailedFile formerly(Path path) {
    TailedFile file = before.get(path);
    return file == null ? null : known.of(file.identity());
  }

  private interface Opening {
    void run() throws IOException;
  }

  /** False also if the file cannot be read: the next search tries again. */
  private boolean opened(TailedFile file, Opening opening) {
    try {
      open.use(file);
      opening.run();
      return true;
    } catch (NoSuchFileException | MovedException e) {
      open.close(file);
      remembered.seekAgain(file.identity());
    } catch (IOException e) {
      open.close(file);
      troubles.unreadable(file.path(), e);
    }
    return false;
  }
}
