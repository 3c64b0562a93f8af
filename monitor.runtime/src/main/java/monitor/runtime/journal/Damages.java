package monitor.runtime.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports what is damaged and sets it aside, into the folder {@code quarantine}. Thread-safe. */
final class Damages {
  static final String FOLDER = "quarantine";

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final int MOST_REPORTS = 1000;

  private final JournalSettings settings;
  private final Path folder;
  private final List<Damage> reports = new ArrayList<>();

  Damages(JournalSettings settings) {
    this.settings = settings;
    this.folder = settings.folder().resolve(FOLDER);
  }

  Path folder() {
    return folder;
  }

  synchronized List<Damage> all() {
    return List.copyOf(reports);
  }

  void report(Finding finding) {
    report(finding.damage(settings.clock().instant()));
  }

  /** Reports; when there are very many, the oldest are forgotten. */
  synchronized void report(Damage damage) {
    LOG.error(
        "The journal is damaged: {} at {}, {} bytes: {}. Lost: {}.",
        damage.file(),
        damage.offset(),
        damage.bytes(),
        damage.reason(),
        damage.lost().isEmpty() ? "nothing that is known" : damage.lost());
    if (reports.size() == MOST_REPORTS) {
      reports.removeFirst();
    }
    reports.add(damage);
  }

  /** Copies or moves what is damaged, as well as that can be done. */
  void setAside(Finding finding) {
    try {
      switch (finding.kind()) {
        case PART -> fill(finding);
        case TAIL -> cut(finding);
        case FILE -> move(finding.segment().file());
        case MISSING -> {}
      }
    } catch (IOException e) {
      LOG.warn(
          "The damaged part of {} could not be set aside and stays where it is.",
          finding.segment().name(),
          e);
    }
  }

  /** Moves a whole file. */
  void move(Path file) throws IOException {
    settings.store().rename(file, folder.resolve(String.valueOf(file.getFileName())));
    settings.store().syncFolder(folder);
    settings.store().syncFolder(settings.folder());
  }

  /** A record without content takes the place, so that it is not found damaged again. */
  private void fill(Finding finding) throws IOException {
    long length = finding.to() - finding.from();
    try (StoreFile file = settings.store().change(finding.segment().file())) {
      copy(file, finding);
      if (length >= Frame.BYTES) {
        int rest = (int) (length - Frame.BYTES);
        Frame frame = new Frame(finding.from(), Frame.VOID, 0, 0, 0, 0, rest, 0);
        ByteBuffer bytes = ByteBuffer.allocate(Frame.BYTES);
        frame.put(bytes, finding.segment().id());
        file.writeFully(bytes.flip(), finding.from());
        file.force();
      }
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

  private void copy(StoreFile source, Finding finding) throws IOException {
    String name = "%s@%d".formatted(finding.segment().name(), finding.from());
    ByteBuffer buffer = ByteBuffer.allocate(RecordReader.WINDOW_BYTES);
    try (StoreFile target = settings.store().create(folder.resolve(name))) {
      long at = finding.from();
      while (at < finding.to()) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), finding.to() - at));
        source.readFully(buffer, at);
        buffer.flip();
        if (!buffer.hasRemaining()) {
          break;
        }
        int bytes = buffer.remaining();
        target.writeFully(buffer, at - finding.from());
        at += bytes;
      }
      target.force();
    }
    settings.store().syncFolder(folder);
  }
}
