package collector.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the copy that rotation makes of a file before it truncates it ({@code copytruncate}).
 * A new file with a name of that kind, and with the bytes that another one begins with, is held
 * back until the other one is truncated: then it is read on where reading had come to. If that does
 * not happen for a while, it is a file of its own. Used by the thread of the source only.
 */
final class Copies {
  private static final int MOST_UNCLAIMED = 64;

  private final ByteBuffer buffer;
  private final OpenFiles open;
  private final long waitNanos;
  private final Map<TailedFile, Held> held = new LinkedHashMap<>();
  private final List<PastLife> ended = new ArrayList<>();
  private final Deque<Unclaimed> unclaimed = new ArrayDeque<>();

  /**
   * What a file was before it was truncated, written anew, or replaced.
   *
   * @param identity of the file
   * @param place how far it had been read
   * @param unreadBytes how much of it had been seen and not been read
   * @param next the same file, to be read from its beginning; null if it is gone
   */
  record PastLife(FileIdentity identity, Place place, long unreadBytes, @Nullable TailedFile next) {
    static PastLife of(TailedFile file) {
      return new PastLife(file.identity(), file.place(), file.unread(), file);
    }
  }

  /**
   * A file that is held back.
   *
   * @param original the file of which it seems to be a copy
   * @param formerly the file that had its name before
   * @param nanos since when it has not changed
   */
  private record Held(@Nullable TailedFile original, @Nullable TailedFile formerly, long nanos) {
    Held since(long nowNanos) {
      return new Held(original, formerly, nowNanos);
    }
  }

  /** A life whose rest was not found, and since when it is sought. */
  private record Unclaimed(PastLife life, long nanos) {}

  /** What became of a file that was held back; life is null if it is one of its own. */
  record Verdict(TailedFile file, @Nullable PastLife life) {}

  /**
   * @param buffer room to read into
   * @param open counts what is opened
   * @param waitNanos how long a copy is held back
   */
  Copies(ByteBuffer buffer, OpenFiles open, long waitNanos) {
    this.buffer = buffer;
    this.open = open;
    this.waitNanos = waitNanos;
  }

  /** A file was found to be truncated or replaced. */
  void ended(PastLife life) {
    if (ended.stream().noneMatch(known -> known.identity.equals(life.identity))) {
      ended.add(life);
    }
  }

  /** Files that are to be read from their beginning again. */
  List<TailedFile> begunAnew() {
    return ended.stream().map(PastLife::next).filter(Objects::nonNull).toList();
  }

  boolean anyEnded() {
    return !ended.isEmpty();
  }

  /** Lives that have ended since the last call. */
  List<PastLife> takeEnded() {
    List<PastLife> taken = List.copyOf(ended);
    ended.clear();
    return taken;
  }

  /** A look while files are renamed can miss the rest of a life: the next ones seek it too. */
  void unclaimed(PastLife life, long nowNanos) {
    unclaimed.removeIf(each -> nowNanos - each.nanos > waitNanos);
    if (life.place.offset() > 0) {
      unclaimed.add(new Unclaimed(life, nowNanos));
      if (unclaimed.size() > MOST_UNCLAIMED) {
        unclaimed.remove();
      }
    }
  }

  /** The rest of a life was found. */
  void claimed(PastLife life) {
    unclaimed.removeIf(each -> each.life.equals(life));
  }

  /** Lives whose rest is still sought. */
  List<PastLife> unclaimed() {
    return unclaimed.stream().map(Unclaimed::life).toList();
  }

  /**
   * The past life that a new file goes on with, and goes to its place; or null.
   *
   * @param byStem files that are read, of which one may have been truncated a moment ago
   */
  @Nullable PastLife continuedBy(TailedFile file, Map<String, List<TailedFile>> byStem)
      throws IOException {
    for (String stem : FileName.origins(file.path())) {
      for (TailedFile other : byStem.getOrDefault(stem, List.of())) {
        if (other != file && !other.held() && !intact(other)) {
          ended(PastLife.of(other));
        }
      }
    }
    List<PastLife> lives = new ArrayList<>(ended);
    lives.addAll(unclaimed());
    for (PastLife life : lives) {
      if (life.next != file && continues(file, life)) {
        return life;
      }
    }
    return null;
  }

  private boolean continues(TailedFile file, PastLife life) throws IOException {
    Path before = life.place.path();
    return life.place.offset() > 0
        && !before.equals(file.path())
        && FileName.related(before, file.path())
        && continueAt(file, life.place);
  }

  private boolean continueAt(TailedFile file, Place place) throws IOException {
    open.use(file);
    return file.continueAt(place, buffer);
  }

  /** The files by the part of their name that rotation keeps. */
  static Map<String, List<TailedFile>> byStem(Set<TailedFile> files) {
    Map<String, List<TailedFile>> byStem = new HashMap<>();
    files.forEach(file ->
        byStem.computeIfAbsent(FileName.stem(file.path()), stem -> new ArrayList<>()).add(file));
    return byStem;
  }

  /**
   * Holds a new file back if it may be a copy of one of these, or is compressed and perhaps not yet
   * complete; false if it is not.
   *
   * @param formerly the file that had this name before, which was renamed and not copied
   */
  boolean hold(
      TailedFile file,
      Map<String, List<TailedFile>> byStem,
      @Nullable TailedFile formerly,
      long nowNanos)
      throws IOException {
    TailedFile original = original(file, byStem, formerly);
    if (original == null && !Content.compressed(file.path())) {
      return false;
    }
    file.hold(true);
    held.put(file, new Held(original, formerly, nowNanos));
    return true;
  }

  private @Nullable TailedFile original(
      TailedFile file, Map<String, List<TailedFile>> byStem, @Nullable TailedFile formerly)
      throws IOException {
    for (String stem : FileName.origins(file.path())) {
      for (TailedFile other : byStem.getOrDefault(stem, List.of())) {
        if (other != formerly && canBeCopy(file, other) && beginsLike(file, other)) {
          return other;
        }
      }
    }
    return null;
  }

  private static boolean canBeCopy(TailedFile file, TailedFile other) {
    boolean older =
        other.bornMillis() == 0
            || file.bornMillis() == 0
            || other.bornMillis() <= file.bornMillis();
    return other != file && !other.held() && older;
  }

  /** By the first bytes of the file, and its last ones. */
  private boolean beginsLike(TailedFile file, TailedFile other) throws IOException {
    if (Content.compressed(file.path()) || Content.compressed(other.path())) {
      return false;
    }
    int head = (int) Math.min(file.size(), Place.HEAD);
    int tail = (int) Math.min(file.size(), Place.TAIL);
    long tailFrom = file.size() - tail;
    return same(file, other, 0, head) && same(file, other, tailFrom, tail);
  }

  private boolean intact(TailedFile file) throws IOException {
    open.use(file);
    return file.intact(buffer);
  }

  private boolean same(TailedFile file, TailedFile other, long from, int length)
      throws IOException {
    open.use(file);
    open.use(other);
    return file.fingerprint(from, length, buffer).equals(other.fingerprint(from, length, buffer));
  }

  /**
   * Decides on the files that are held back, where it is possible by now.
   *
   * @param known which files are still read
   * @param remembered how far others have been read
   */
  List<Verdict> review(KnownFiles known, Remembered remembered, long nowNanos) {
    List<Verdict> verdicts = new ArrayList<>();
    held.keySet().removeIf(file -> !known.contains(file));
    for (Map.Entry<TailedFile, Held> each : List.copyOf(held.entrySet())) {
      TailedFile file = each.getKey();
      Verdict verdict = verdict(file, each.getValue(), known, remembered, nowNanos);
      if (verdict != null) {
        held.remove(file);
        file.hold(false);
        verdicts.add(verdict);
      } else if (!file.drained()) {
        file.drained(true);
        held.computeIfPresent(file, (same, by) -> by.since(nowNanos));
      }
    }
    return verdicts;
  }

  private @Nullable Verdict verdict(
      TailedFile file, Held since, KnownFiles known, Remembered remembered, long nowNanos) {
    boolean waited = file.drained() && nowNanos - since.nanos > waitNanos;
    try {
      if (since.original == null) {
        PastLife form = compressedForm(file, known, remembered);
        return form != null || waited ? new Verdict(file, form) : null;
      }
      for (PastLife life : unclaimed()) {
        if (life.identity.equals(since.original.identity()) && continues(file, life)) {
          return new Verdict(file, life);
        }
      }
      PastLife life = pastLife(since.original, known);
      boolean differs = life == null && !file.drained() && !beginsLike(file, since.original);
      if (differs) {
        // Perhaps because the other one has been truncated since.
        life = pastLife(since.original, known);
      }
      if (life != null) {
        return new Verdict(file, continues(file, life) ? life : null);
      }
      if (differs) {
        return other(file, since, known);
      }
      return waited ? new Verdict(file, null) : null;
    } catch (IOException e) {
      // Renamed since the search found it, or not readable; the next look may know more.
      return waited ? new Verdict(file, null) : null;
    }
  }

  /**
   * What is seen while it is being copied has few bytes or none, and seems to be a copy of any file
   * of that kind of name: it may be one of another, which may have been truncated since.
   */
  private @Nullable Verdict other(TailedFile file, Held since, KnownFiles known)
      throws IOException {
    Map<String, List<TailedFile>> byStem = byStem(new LinkedHashSet<>(known.all()));
    TailedFile original = original(file, byStem, since.formerly);
    if (original != null) {
      held.put(file, new Held(original, since.formerly, since.nanos));
      return null;
    }
    return new Verdict(file, continuedBy(file, byStem));
  }

  private @Nullable PastLife pastLife(TailedFile other, KnownFiles known) throws IOException {
    for (PastLife life : ended) {
      if (life.identity.equals(other.identity())) {
        return life;
      }
    }
    if (!known.contains(other) || (known.isNameless(other) && other.drained())) {
      return new PastLife(other.identity(), other.place(), 0, null);
    }
    if (!intact(other)) {
      ended(PastLife.of(other));
      return ended.getLast();
    }
    return null;
  }

  /** The file that has been compressed and removed; null if it was never read. */
  private @Nullable PastLife compressedForm(
      TailedFile file, KnownFiles known, Remembered remembered) throws IOException {
    Map<FileIdentity, Place> places = remembered.all();
    known.nameless().stream()
        .filter(TailedFile::drained)
        .forEach(gone -> places.put(gone.identity(), gone.place()));
    for (Map.Entry<FileIdentity, Place> each : places.entrySet()) {
      PastLife life = new PastLife(each.getKey(), each.getValue(), 0, null);
      if (!each.getKey().equals(file.identity()) && continues(file, life)) {
        return life;
      }
    }
    return null;
  }
}
