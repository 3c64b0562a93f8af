package monitor.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import monitor.runtime.journal.Appends.RefusedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Real file systems that are full, out of inodes, read-only or broken, and their way back. */
@Tag("T10")
@ExtendWith(Quiet.class)
class SmallDiskTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final String BODY = "x".repeat(20_000);

  @TempDir Path folder;

  private Path disk;
  private final Deque<Path> mounted = new ArrayDeque<>();
  private final List<Long> acknowledged = new ArrayList<>();
  private long next;

  @BeforeEach
  void needsRoot() throws Exception {
    if (!run("sh", "-c", "test $(id -u) = 0")) {
      abort("not run: needs root to mount a file system");
    }
    disk = Files.createDirectories(folder.resolve("disk"));
  }

  @AfterEach
  void unmount() throws Exception {
    while (!mounted.isEmpty()) {
      run("umount", "-l", mounted.pop().toString());
    }
  }

  @Test
  void refusesWhenTheDiskIsFullAndGoesOnWhenOthersMakeRoom() throws Exception {
    mount("-t", "tmpfs", "-o", "size=2m", "none");
    try (Journal journal = Journal.open(settings())) {
      append(journal, Lane.KEPT);
      Path other = Files.write(disk.resolve("other"), new byte[1 << 20]);
      fill(journal, Lane.KEPT);
      assertThat(journal.usage(Lane.KEPT).state()).contains("the disk is full");
      Files.delete(other);
      append(journal, Lane.KEPT);
      assertThat(journal.usage(Lane.KEPT).state()).isEqualTo(Usage.OK);
      checkKept(journal);
    }
    try (Journal journal = Journal.open(settings())) {
      assertThat(journal.damages()).isEmpty();
      checkKept(journal);
    }
  }

  @Test
  void goesOnOnAFullDiskWhenItsOwnEntriesAreReleased() throws Exception {
    mountExt4("");
    try (Journal journal = Journal.open(settings())) {
      for (int cycle = 0; cycle < 3; cycle++) {
        fill(journal, Lane.KEPT);
        checkKept(journal);
        journal.release(Lane.KEPT, journal.end(Lane.KEPT));
        acknowledged.clear();
        awaitTaken(journal);
      }
    }
  }

  @Test
  void ringLaneStaysWithinAFullDisk() throws Exception {
    mount("-t", "tmpfs", "-o", "size=2m", "none");
    try (Journal journal = Journal.open(settings())) {
      for (int i = 0; i < 500; i++) {
        append(journal, Lane.RING);
      }
      List<Entry> left = Appends.all(journal, Lane.RING);
      assertThat(left.getLast().nextSequence()).isEqualTo(next);
      assertThat(left.getFirst().firstSequence()).isEqualTo(next - left.size());
      assertThat(left).hasSizeGreaterThan(20);
    }
  }

  @Test
  void refusesWhenThereAreNoInodesAndGoesOnWhenThereAre() throws Exception {
    mount("-t", "tmpfs", "-o", "size=20m,nr_inodes=30", "none");
    try (Journal journal = Journal.open(settings())) {
      append(journal, Lane.KEPT);
      List<Path> others = takeInodes();
      fill(journal, Lane.KEPT);
      assertThat(journal.usage(Lane.KEPT).state()).isNotEqualTo(Usage.OK);
      for (Path other : others) {
        Files.delete(other);
      }
      append(journal, Lane.KEPT);
      checkKept(journal);
    }
  }

  @Test
  void opensOnAReadOnlyDiskAndGoesOnWhenItIsWritable() throws Exception {
    mountExt4("");
    try (Journal journal = Journal.open(settings())) {
      append(journal, Lane.KEPT);
    }
    assertThat(run("mount", "-o", "remount,ro", disk.toString())).isTrue();
    try (Journal journal = Journal.open(settings())) {
      checkKept(journal);
      assertThatThrownBy(() -> append(journal, Lane.KEPT))
          .isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.full()).isTrue());
      assertThat(journal.usage(Lane.KEPT).state()).containsIgnoringCase("read-only");
      assertThat(run("mount", "-o", "remount,rw", disk.toString())).isTrue();
      append(journal, Lane.KEPT);
      assertThat(journal.usage(Lane.KEPT).state()).isEqualTo(Usage.OK);
      checkKept(journal);
    }
  }

  @Test
  void losesNothingOnAFileSystemThatBreaksUnderItAndIsMountedAgain() throws Exception {
    Path image = mountExt4(",errors=remount-ro");
    try (Journal journal = Journal.open(settings())) {
      append(journal, Lane.KEPT);
      // As after an error of the disk: everything that writes fails from now on.
      assertThat(run("mount", "-o", "remount,abort", disk.toString())).isTrue();
      assertThatThrownBy(() -> append(journal, Lane.KEPT))
          .isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.full()).isTrue());
      assertThat(journal.usage(Lane.KEPT).state()).contains("disk failed");
      assertThat(run("umount", "-l", mounted.pop().toString())).isTrue();
      // A copy, since the kernel would give the broken one back while the journal has files open.
      Path copy = Files.copy(image, folder.resolve("copy"));
      mount("-o", "loop", copy.toString());
      awaitTaken(journal);
      assertThat(journal.usage(Lane.KEPT).state()).isEqualTo(Usage.OK);
      checkKept(journal);
    }
    try (Journal journal = Journal.open(settings())) {
      checkKept(journal);
    }
  }

  private void append(Journal journal, Lane lane) throws IOException {
    Appends.append(journal, lane, Appends.entry(journal, "a", next, 1, BODY));
    acknowledged.add(next++);
  }

  /** Appends until there is no room. */
  private void fill(Journal journal, Lane lane) {
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 10_000; i++) {
                append(journal, lane);
              }
            })
        .isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.full()).isTrue());
  }

  /** Tries again until an entry is taken. */
  private void awaitTaken(Journal journal) throws IOException {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (true) {
      try {
        append(journal, Lane.KEPT);
        return;
      } catch (RefusedException e) {
        if (!e.full() || System.nanoTime() - end > 0) {
          throw e;
        }
      }
    }
  }

  private void checkKept(Journal journal) throws IOException {
    assertThat(Appends.all(journal, Lane.KEPT))
        .extracting(Entry::firstSequence)
        .containsSubsequence(acknowledged)
        .doesNotHaveDuplicates();
  }

  private List<Path> takeInodes() {
    List<Path> taken = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        taken.add(Files.createFile(disk.resolve("other-" + i)));
      }
    } catch (IOException e) {
      return taken;
    }
    throw new AssertionError("there are too many inodes");
  }

  private JournalSettings settings() {
    return JournalSettings.in(disk.resolve("journal"))
        .segmentBytes(200_000)
        .quotas(1 << 30, 1 << 30)
        .freeFloorBytes(0)
        .hotBytes(0)
        .build();
  }

  private Path mountExt4(String options) throws Exception {
    Path image = folder.resolve("image");
    assertThat(run("truncate", "-s", "8M", image.toString())).isTrue();
    assertThat(run("mkfs.ext4", "-q", "-F", image.toString())).isTrue();
    mount("-o", "loop" + options, image.toString());
    return image;
  }

  private void mount(String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("mount"));
    command.addAll(List.of(options));
    command.add(disk.toString());
    if (!run(command.toArray(String[]::new))) {
      abort("not run: may not mount a file system");
    }
    mounted.push(disk);
  }

  private boolean run(String... command) throws Exception {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    if (process.exitValue() != 0) {
      System.out.println(Files.readString(output, StandardCharsets.UTF_8));
    }
    return process.exitValue() == 0;
  }
}
