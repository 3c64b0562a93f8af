package collector.logs;

import collector.logs.Copies.PastLife;
import collector.logs.Strays.Stray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final Troubles troubles;
  private final Opener opener;
  private final LineReader reader;
  private final ByteBuffer buffer;
  private final Sighting sight;
  private final List<Newcomer> newcomers = new ArrayList<>();

  private record Newcomer(Path path, FileIdentity identity, BasicFileAttributes attributes) {}

  /**
   * What came out.
   *
   * @param ready files that may have something to read, in this order
   * @param places where reading of copies goes on, and what is over, to be made durable before
   *     anything is read
   */
  record Result(List<TailedFile> ready, List<Position> places) {}

  /**
   * One look.
   *
   * @param reader goes to the end of files, and lends its room to read into
   * @param fromEnd whether files that are new are read from their end
   * @param nowNanos monotonic time
   */
  Look(
      KnownFiles known,
      Remembered remembered,
      Copies copies,
      Troubles troubles,
      Opener opener,
      LineReader reader,
      boolean fromEnd,
      long nowNanos) {
    this.known = known;
    this.remembered = remembered;
    this.copies = copies;
    this.troubles = troubles;
    this.reader = reader;
    this.buffer = reader.buffer();
    this.opener = opener;
    this.sight = Sighting.begin(known, fromEnd, nowNanos);
  }

  /** Takes over what a search found; once. */
  Result compare(Map<Path, BasicFileAttributes> found) {
    found.forEach(this::recognise);
    missing();
    newcomers.sort(OLDEST_FIRST);
    newcomers.forEach(this::welcome);
    strays();
    sight.present().forEach(this::named);
    rewritten();
    new Continuations(remembered, copies, troubles, opener, buffer, sight).find();
    follow();
    return new Result(List.copyOf(sight.ready()), List.copyOf(sight.places().values()));
  }

  private void recognise(Path path, BasicFileAttributes attributes) {
    FileIdentity identity = FileIdentity.of(path, attributes);
    TailedFile file = known.of(identity);
    if (file != null && (file.replacedBy(attributes) || isAnother(file, path, attributes))) {
      copies.ended(new PastLife(identity, file.place(), file.unread(), null));
      sight.dropped(file);
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
    sight.present().computeIfAbsent(file, first -> new ArrayList<>()).add(path);
  }

  /** By its name, size and content, where the time of birth does not tell. */
  private boolean isAnother(TailedFile file, Path path, BasicFileAttributes now) {
    return !file.path().equals(path)
        && !Content.compressed(path)
        && (now.size() < file.progress().offset() || beginsOtherwise(file, path, now));
  }

  /** While a file is open, no other one can have its inode. */
  private boolean beginsOtherwise(TailedFile file, Path path, BasicFileAttributes now) {
    if (file.isOpen() || file.isUnchanged(now)) {
      return false;
    }
    TailedFile found = TailedFile.found(file.identity(), path, now);
    boolean[] goesOn = {true};
    opener.opened(found, () -> goesOn[0] = found.continueAt(file.place(), buffer));
    opener.close(found);
    return !goesOn[0];
  }

  /** Files that the search did not find: read on if they are open, else keep their place. */
  private void missing() {
    for (TailedFile file : known.all()) {
      if (sight.present().containsKey(file)
          || known.isNameless(file)
          || troubles.hides(file.path())) {
        continue;
      }
      if (file.isOpen()) {
        known.keepNameless(file);
        file.drained(false);
        sight.ready().add(file);
        opener.opened(file, () -> endIfChanged(file));
      } else {
        known.leave(file, sight.nowNanos());
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
    if (!opener.opened(file, () -> begin(file, place))) {
      return;
    }
    known.accept(file);
    known.found(found.path, file);
    if (Content.compressed(found.path)) {
      known.supersede(file);
    }
    sight.present().put(file, new ArrayList<>(List.of(found.path)));
  }

  /** Goes to where reading begins. */
  private void begin(TailedFile file, @Nullable Place place) throws IOException {
    if (place == null) {
      sight.strangers().add(file);
      if (sight.fromEnd()) {
        reader.skipToEnd(file);
      }
      return;
    }
    if (file.resume(place, buffer)) {
      sight.before().putIfAbsent(place.path(), file);
    } else {
      copies.ended(new PastLife(file.identity(), place, 0, file));
      sight.strangers().add(file);
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
      if (opener.opened(file, () -> resumeStray(stray)) && known.contains(file)) {
        lost.remove(file.identity());
        TailedFile earlier = last.put(file.told(), file);
        if (earlier != null) {
          file.precedence().after(earlier);
        }
      }
    }
    last.forEach(sight.before()::putIfAbsent);
    lost.forEach((identity, place) -> copies.ended(new PastLife(identity, place, 0, null)));
  }

  private void resumeStray(Stray stray) throws IOException {
    if (stray.file().resume(stray.place(), buffer)) {
      sight.readNameless(stray.file());
    } else {
      opener.close(stray.file());
    }
  }

  private void named(TailedFile file, List<Path> names) {
    known.named(file);
    if (!names.contains(file.path()) || !file.isToldAsItself()) {
      file.moved(names.getFirst());
    }
    if (!file.drained() && !file.held()) {
      sight.ready().add(file);
    }
  }

  /** What was written anew may be another file as well, even a copy, with an inode used again. */
  private void rewritten() {
    for (TailedFile file : sight.present().keySet()) {
      if (!file.drained() && file.bornMillis() == 0 && !sight.strangers().contains(file)) {
        opener.opened(file, () -> endIfChanged(file));
      }
    }
    for (TailedFile file : sight.present().keySet()) {
      // Nothing was read of it, so nothing tells whether it is the empty file it was, or a copy.
      boolean blank = file.progress().offset() == 0 && !file.drained() && !file.held();
      if (blank) {
        sight.strangers().add(file);
      }
    }
    for (TailedFile file : copies.begunAnew()) {
      if (sight.present().containsKey(file) && !sight.strangers().contains(file)) {
        file.restart();
        sight.strangers().add(file);
      }
    }
  }

  private void endIfChanged(TailedFile file) throws IOException {
    if (!file.intact(buffer)) {
      copies.ended(PastLife.of(file));
    }
  }

  /**
   * The file that had a name before is read to its end, as late as possible, before the new one.
   */
  private void follow() {
    for (Newcomer newcomer : newcomers) {
      TailedFile file = known.of(newcomer.identity);
      TailedFile earlier = sight.formerly(newcomer.path);
      if (file != null && earlier != null && earlier != file) {
        if (!earlier.held()) {
          earlier.drained(false);
          sight.ready().add(earlier);
        }
        known.supersede(earlier);
        // If the rest of the file itself lies in a copy, that one comes between.
        TailedFile rest = file.precedence().first();
        (rest == null || rest == earlier ? file : rest).precedence().after(earlier);
        // Held from now on, so that it keeps its turn if it is renamed before it is read.
        opener.opened(file, file::open);
      }
    }
  }
}
