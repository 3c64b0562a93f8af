package collector.logs;

import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** Opens files and does something with them, as far as they can be read. */
final class Opener {
  private final OpenFiles open;
  private final Remembered remembered;
  private final Troubles troubles;
  private long spentNanos;

  Opener(OpenFiles open, Remembered remembered, Troubles troubles) {
    this.open = open;
    this.remembered = remembered;
    this.troubles = troubles;
  }

  /** What is done with a file that is open. */
  interface Deed {
    /** Does it. */
    void run() throws IOException;
  }

  /** False also if the file cannot be read: the next search tries again. */
  boolean opened(TailedFile file, Deed deed) {
    long begin = System.nanoTime();
    try {
      open.use(file);
      deed.run();
      return true;
    } catch (NoSuchFileException | MovedException e) {
      open.close(file);
      remembered.seekAgain(file.identity());
    } catch (IOException e) {
      open.close(file);
      troubles.unreadable(file.path(), e);
    } finally {
      spentNanos += System.nanoTime() - begin;
    }
    return false;
  }

  /** Time that files have taken since the last call. */
  long takeSpentNanos() {
    long spent = spentNanos;
    spentNanos = 0;
    return spent;
  }

  /** Gives the descriptor back. */
  void close(TailedFile file) {
    open.close(file);
  }
}
