package monitor.itest.variant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import monitor.itest.oracle.Fault;
import monitor.itest.oracle.Target;

/**
 * Everything ends at one moment, and of the journal only that is left which was synced, with what
 * the disk happened to have written besides. The platform has to run on a {@link ForgetfulStore}.
 */
enum PowerLoss implements Fault {
  /** Nothing of what was not synced is left. */
  EVERYTHING_UNSYNCED,
  /** Names are left, and of what was written last the begin and half of the further sectors. */
  TORN_WRITES,
  /** One of these, or something between, or nothing is lost. */
  ANYTHING;

  /** Puts the store into the platform. */
  static final Rewrite STORE =
      new Rewrite(
          "monitor.runtime",
          "monitor.runtime.journal.JournalSettings",
          "monitor.runtime.journal.Store.disk",
          ForgetfulStore.class,
          "disk");

  private static final int SECTOR = 512;

  /** The variable that tells the store where its notes are. */
  static Map<String, String> environment(Path folder) {
    return Map.of("MONITOR_JAVA_OPTS", "-D%s=%s".formatted(ForgetfulStore.NOTES, notes(folder)));
  }

  private static Path notes(Path folder) {
    return folder.resolve("notes");
  }

  @Override
  public void strike(Target target, Random random) throws Exception {
    Target.kill(Stream.concat(target.supervisor().stream(), target.platform().stream()).toList());
    forget(target.data().resolve("journal"), notes(target.folder()), random);
    target.start();
  }

  /**
   * Names survive as they were synced, or as they were; so does each sector that was not synced.
   */
  private void forget(Path journal, Path notes, Random random) throws IOException {
    boolean names = this == TORN_WRITES || this == ANYTHING && random.nextBoolean();
    int surviving = percentOfSectors(random);
    Path inNotes = Path.of(journal.toAbsolutePath().toString().substring(1));
    Path named = notes.resolve("named").resolve(inNotes);
    Path survivors = names ? named : notes.resolve("durable").resolve(inNotes);
    Path after = journal.resolveSibling("journal.after");
    if (!Files.exists(survivors) || !Files.exists(journal)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(survivors)) {
      for (Path path : tree.toList()) {
        Path relative = survivors.relativize(path);
        if (Files.isDirectory(path)) {
          Files.createDirectories(after.resolve(relative));
        } else {
          Path before = journal.resolve(relative);
          boolean known = same(path, named.resolve(relative)) && Files.exists(before);
          byte[] synced = Files.readAllBytes(path);
          byte[] written = known ? Files.readAllBytes(before) : synced;
          Files.write(after.resolve(relative), mix(synced, written, surviving, random));
        }
      }
    }
    delete(journal);
    delete(notes);
    Files.move(after, journal);
    keep(journal, notes);
  }

  private int percentOfSectors(Random random) {
    return switch (this) {
      case EVERYTHING_UNSYNCED -> 0;
      case TORN_WRITES -> 50;
      case ANYTHING -> 50 * random.nextInt(3);
    };
  }

  private static boolean same(Path one, Path other) throws IOException {
    return Files.exists(other) && Files.isSameFile(one, other);
  }

  /** Each sector is the synced or the written one; lost sectors of a longer file are zero. */
  private byte[] mix(byte[] synced, byte[] written, int surviving, Random random) {
    byte[] mixed = Arrays.copyOf(synced, length(synced.length, written.length, random));
    for (int at = 0; at < mixed.length; at += SECTOR) {
      int end = Math.min(Math.min(at + SECTOR, mixed.length), written.length);
      boolean early = this == TORN_WRITES && at < synced.length + SECTOR;
      if (at < end && (early || random.nextInt(100) < surviving)) {
        System.arraycopy(written, at, mixed, at, end - at);
      }
    }
    return mixed;
  }

  private int length(int synced, int written, Random random) {
    int least = Math.min(synced, written);
    return switch (this) {
      case EVERYTHING_UNSYNCED -> synced;
      case TORN_WRITES -> written;
      case ANYTHING ->
          switch (random.nextInt(3)) {
            case 0 -> synced;
            case 1 -> written;
            default -> least + random.nextInt(Math.max(synced, written) - least + 1);
          };
    };
  }

  /** After a loss of power, what is there is durable. */
  private static void keep(Path journal, Path notes) throws IOException {
    Path inNotes = Path.of(journal.toAbsolutePath().toString().substring(1));
    Path durable = notes.resolve("durable").resolve(inNotes);
    Path named = notes.resolve("named").resolve(inNotes);
    try (Stream<Path> tree = Files.walk(journal)) {
      for (Path path : tree.toList()) {
        Path relative = journal.relativize(path);
        if (Files.isDirectory(path)) {
          Files.createDirectories(durable.resolve(relative));
          Files.createDirectories(named.resolve(relative));
        } else {
          Files.copy(path, durable.resolve(relative));
          Files.createLink(named.resolve(relative), durable.resolve(relative));
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
