package monitor.deployer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The text beside a jar of the drop folder that says why it is not in force. */
final class RejectionNote {
  private static final Logger LOG = LoggerFactory.getLogger(RejectionNote.class);
  private static final String SUFFIX = ".rejected.txt";

  private RejectionNote() {}

  /** Writes it. */
  static void write(Path jar, String reason) {
    Path note = beside(jar);
    try {
      Files.writeString(
          note,
          "%s was not installed: %s.%nWhat ran before keeps running. This note goes away when the file is replaced by one that works, or removed.%n"
              .formatted(jar.getFileName(), reason));
    } catch (IOException e) {
      LOG.warn("{} cannot be written; {} was refused: {}.", note, jar, reason, e);
    }
  }

  /** Removes it, if there is one. */
  static void clear(Path jar) {
    try {
      Files.deleteIfExists(beside(jar));
    } catch (IOException e) {
      LOG.warn("{} does not hold any more and cannot be deleted.", beside(jar), e);
    }
  }

  private static Path beside(Path jar) {
    return jar.resolveSibling(jar.getFileName() + SUFFIX);
  }
}
