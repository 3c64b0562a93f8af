package collector.logs;

import collector.logs.Copies.PastLife;
import collector.logs.Copies.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds where reading goes on of files that were copied and truncated, compressed, or written anew:
 * the rest of the old content first, then the new one from its beginning. Used by the thread of the
 * source only.
 */
final class Continuations {
  private final Sighting sight;
  private final KnownFiles known;
  private final Remembered remembered;
  private final Copies copies;
  private final Troubles troubles;
  private final Opener opener;
  private final ByteBuffer buffer;
  private final Map<FileIdentity, TailedFile> found = new HashMap<>();

  Continuations(
      Remembered remembered,
      Copies copies,
      Troubles troubles,
      Opener opener,
      ByteBuffer buffer,
      Sighting sight) {
    this.sight = sight;
    this.known = sight.known();
    this.remembered = remembered;
    this.copies = copies;
    this.troubles = troubles;
    this.opener = opener;
    this.buffer = buffer;
  }

  /** Judges what the look has seen, and adds to it; once. */
  void find() {
    judge();
    copies.review(known, remembered, sight.nowNanos()).forEach(this::decided);
    copies.unclaimed().forEach(this::copyElsewhere);
    copies.takeEnded().forEach(this::beginAnew);
  }

  /** New files: the rest of one that was read before, perhaps a copy, or really new. */
  private void judge() {
    if (sight.strangers().isEmpty() || sight.fromEnd()) {
      return;
    }
    Set<TailedFile> originals = new LinkedHashSet<>(sight.present().keySet());
    originals.addAll(known.nameless());
    Map<String, List<TailedFile>> byStem = Copies.byStem(originals);
    for (TailedFile file : sight.strangers()) {
      opener.opened(file, () -> judge(file, byStem));
    }
  }

  private void judge(TailedFile file, Map<String, List<TailedFile>> byStem) throws IOException {
    try {
      PastLife life = copies.continuedBy(file, byStem);
      if (life == null
          && copies.hold(file, byStem, sight.formerly(file.path()), sight.nowNanos())) {
        sight.ready().remove(file);
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
      sight.ready().remove(file);
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
    sight.ready().add(file);
  }

  private void goesOn(PastLife life, TailedFile file) {
    copies.claimed(life);
    found.put(life.identity(), file);
    if (life.next() == null) {
      sight.before().put(life.place().path(), file);
    }
    if (known.of(life.identity()) == null) {
      sight.forget(life.identity());
      remembered.remove(life.identity());
    }
    sight.places().put(file.identity(), file.place().at(file.identity()));
  }

  /** What was truncated or replaced: the rest of it may be in another file, then its beginning. */
  private void beginAnew(PastLife life) {
    TailedFile rest = found.get(life.identity());
    if (rest == null) {
      rest = copyElsewhere(life);
    }
    if (rest == null) {
      copies.unclaimed(life, sight.nowNanos());
      troubles.truncated(life.place().path(), life.unreadBytes());
    }
    if (rest != null && known.of(life.identity()) != null) {
      // It may stay empty for long; a later run would seek the rest of the old content once more.
      sight.forget(life.identity());
    }
    TailedFile next = life.next();
    if (next != null && known.contains(next) && startsAnew(next)) {
      next.restart();
      sight.ready().remove(next);
      sight.ready().add(next);
      if (rest == null) {
        next.precedence().none();
      } else {
        next.precedence().after(rest);
      }
    }
  }

  /** Not if it is the copy of yet another file. */
  private boolean startsAnew(TailedFile next) {
    return !next.held() && !found.containsValue(next);
  }

  private @Nullable TailedFile copyElsewhere(PastLife life) {
    for (TailedFile candidate : Strays.copies(life.place(), known)) {
      boolean[] goesOn = new boolean[1];
      opener.opened(candidate, () -> goesOn[0] = candidate.continueAt(life.place(), buffer));
      if (goesOn[0]) {
        candidate.known(life.place().path());
        sight.readNameless(candidate);
        goesOn(life, candidate);
        return candidate;
      }
      opener.close(candidate);
    }
    return null;
  }
}
