package collector.logs;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for files that were renamed within their folder, as rotation does. */
final class Strays {
  private static final int MOST_COPIES = 64;

  private Strays() {}

  /**
   * A file that may be the one of a place.
   *
   * @param file under its new name
   * @param place where it was left
   */
  record Stray(TailedFile file, Place place) {}

  /**
   * The files of these places that now have another name in the same folder. A file that still has
   * its name is left out: nobody wants it any more, or it would have been found. The one that was
   * changed last comes last.
   */
  static List<Stray> find(Map<FileIdentity, Place> places) {
    List<Stray> found = new ArrayList<>();
    Set<Path> folders = new HashSet<>();
    places.values().forEach(place -> add(place.path().getParent(), folders));
    folders.forEach(folder -> search(folder, places, found));
    found.sort(Comparator.comparingLong(stray -> stray.file().modifiedNanos()));
    return found;
  }

  /**
   * Files beside a place that may be a copy of the file, perhaps compressed: with a name that
   * rotation makes of the file's, the latest first. Files that are read already are left out.
   */
  static List<TailedFile> copies(Place place, KnownFiles known) {
    Path folder = place.path().getParent();
    if (place.offset() == 0 || folder == null) {
      return List.of();
    }
    Path origin = place.path();
    List<TailedFile> copies = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(folder, path -> FileName.related(origin, path))) {
      for (Path path : entries) {
        BasicFileAttributes attributes = attributes(path);
        if (attributes == null || path.equals(origin)) {
          continue;
        }
        FileIdentity identity = FileIdentity.of(path, attributes);
        if (known.of(identity) == null) {
          copies.add(TailedFile.found(identity, path, attributes));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // gone with all that was in it, or not readable, which the search tells
    }
    copies.sort(Comparator.comparing(TailedFile::modifiedNanos).reversed());
    return copies.subList(0, Math.min(copies.size(), MOST_COPIES));
  }

  private static void add(@Nullable Path folder, Set<Path> folders) {
    if (folder != null) {
      folders.add(folder);
    }
  }

  private static void search(Path folder, Map<FileIdentity, Place> places, List<Stray> found) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path path : entries) {
        consider(path, places, found);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // gone with all that was in it, or not readable, which the search tells
    }
  }

  /** Of a regular file; null if it is none, or has been renamed since the folder was listed. */
  private static @Nullable BasicFileAttributes attributes(Path path) {
    try {
      BasicFileAttributes attributes = Birth.attributes(path);
      return attributes.isRegularFile() ? attributes : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static void consider(Path path, Map<FileIdentity, Place> places, List<Stray> found) {
    BasicFileAttributes attributes = attributes(path);
    if (attributes == null) {
      return;
    }
    FileIdentity identity = FileIdentity.of(path, attributes);
    Place place = places.get(identity);
    if (place != null && !place.path().equals(path)) {
      TailedFile file = TailedFile.found(identity, path, attributes);
      file.known(place.path());
      found.add(new Stray(file, place));
    }
  }
}
