package monitor.runtime.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import monitor.api.delivery.Epoch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder into which what is damaged is set aside: nothing is deleted. What was set aside leaves
 * a valid record without content in its place, so that it is not found again. Thread-safe.
 */
final class Quarantine {
  /** Most that the folder holds; the oldest parts make room for new ones. */
  static final long MOST_BYTES = 64L << 20;

  private static final String FOLDER = "quarantine";
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private final JournalSettings settings;
  private final Path folder;

  Quarantine(JournalSettings settings) {
    this.settings = settings;
    this.folder = settings.folder().resolve(FOLDER);
  }

  Path folder() {
    return folder;
  }

  /** Copies or moves what is damaged; false if that could not be done. */
  synchronized boolean setAside(Finding finding) {
    try {
      switch (finding.kind()) {
        case PART -> fill(finding);
        case TAIL -> cut(finding);
        case FILE -> move(finding.segment().file());
        case MISSING -> {}
      }
      if (finding.previous() != null) {
        replace(finding, finding.previous());
      }
      return true;
    } catch (IOException e) {
      LOG.warn(
          "The damaged part of {} could not be set aside and stays where it is.",
          finding.segment().name(),
          e);
      return false;
    }
  }

  /** Moves a whole file. */
  synchronized void move(Path file) throws IOException {
    settings.store().rename(file, target(String.valueOf(file.getFileName()), 0));
    settings.store().syncFolder(folder);
    settings.store().syncFolder(settings.folder());
  }

  private void fill(Finding finding) throws IOException {
    Segment segment = finding.segment();
    try (StoreFile file = settings.store().change(segment.file())) {
      copy(file, finding);
      fill(file, finding, finding.from());
      file.force();
      segment.fileBytes(file.size());
    }
  }

  /** Writes a record from here to the end that says what was lost; other bytes may stay. */
  private static void fill(StoreFile file, Finding finding, long from) throws IOException {
    long to = finding.to();
    if (to - from < Frame.BYTES) {
      return;
    }
    int room = (int) (to - from - Frame.BYTES);
    byte[] lost = LostRanges.pack(finding.lost(), room);
    ByteBuffer bytes = ByteBuffer.allocate(Frame.BYTES + lost.length);
    Frame.filling(from, lost, room - lost.length).put(bytes, finding.segment().id());
    file.writeFully(bytes.put(lost).flip(), from);
    if (file.size() < to) {
      file.writeFully(ByteBuffer.allocate(1), to - 1);
    }
  }

  private void cut(Finding finding) throws IOException {
    try (StoreFile file = settings.store().change(finding.segment().file())) {
      copy(file, finding);
      file.truncate(finding.from());
      file.force();
      finding.segment().fileBytes(finding.from());
    }
  }

  /** Puts a file without content into the place of one that is gone, so that the chain holds. */
  private void replace(Finding finding, Location previous) throws IOException {
    Segment gone = finding.segment();
    long end = finding.to();
    Path file = settings.folder().resolve(Segment.name(gone.lane(), gone.id()));
    Path draft = settings.folder().resolve(file.getFileName() + ".tmp");
    SegmentHeader header =
        new SegmentHeader(
            gone.lane(),
            gone.id(),
            settings.clock().millis(),
            new Epoch(0, ""),
            null,
            previous,
            SegmentHeader.NO_SNAPSHOT);
    try (StoreFile opened = settings.store().create(draft)) {
      long begin = header.pack().bytes();
      if (end - begin >= Frame.BYTES) {
        ByteBuffer bytes = ByteBuffer.allocate((int) begin);
        header.pack().put(bytes, gone.id());
        opened.writeFully(bytes.flip(), 0);
      }
      fill(opened, finding, end - begin >= Frame.BYTES ? begin : 0);
      opened.force();
    }
    settings.store().rename(draft, file);
    settings.store().syncFolder(settings.folder());
  }

  /** A name that tells where it comes from and when it was set aside. */
  private Path target(String name, long offset) throws IOException {
    makeRoom();
    return folder.resolve("%s@%d-%d".formatted(name, offset, settings.clock().millis()));
  }

  private void makeRoom() throws IOException {
    List<Path> files = new ArrayList<>(settings.store().list(folder));
    files.sort(Comparator.comparingLong(Quarantine::millis));
    Map<Path, Long> sizes = new HashMap<>();
    for (Path file : files) {
      try (StoreFile opened = settings.store().open(file)) {
        sizes.put(file, opened.size());
      }
    }
    long sum = sizes.values().stream().mapToLong(Long::longValue).sum();
    for (Path file : files) {
      if (sum <= MOST_BYTES) {
        return;
      }
      settings.store().delete(file);
      sum -= sizes.getOrDefault(file, 0L);
    }
  }

  /** When a file was set aside, from its name. */
  private static long millis(Path file) {
    String name = String.valueOf(file.getFileName());
    String number = name.substring(name.lastIndexOf('-') + 1);
    return number.matches("\\d{1,18}") ? Long.parseLong(number) : 0;
  }

  private void copy(StoreFile source, Finding finding) throws IOException {
    Path copy = target(finding.segment().name(), finding.from());
    ByteBuffer buffer = ByteBuffer.allocate(RecordReader.WINDOW_BYTES);
    try (StoreFile target = settings.store().create(copy)) {
      long to = Math.min(finding.to(), source.size());
      for (long at = finding.from(); at < to; at += buffer.limit()) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), to - at));
        source.readFully(buffer, at);
        target.writeFully(buffer.rewind(), at - finding.from());
      }
      target.force();
    }
    settings.store().syncFolder(folder);
  }
}
