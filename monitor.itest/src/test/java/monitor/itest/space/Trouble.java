package monitor.itest.space;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** What happens to bytes on their way. */
enum Trouble {
  /** Nothing. */
  NONE {
    @Override
    void pass(OutputStream out, byte[] part, int length, boolean back) throws IOException {
      out.write(part, 0, length);
    }
  },
  /** They pass one by one. */
  SLICES {
    @Override
    void pass(OutputStream out, byte[] part, int length, boolean back) throws IOException {
      for (int i = 0; i < length; i++) {
        out.write(part, i, 1);
      }
    }
  },
  /** They are late, and pass slowly. */
  SLOW {
    @Override
    void pass(OutputStream out, byte[] part, int length, boolean back) throws IOException {
      LockSupport.parkNanos(LATE.toNanos());
      out.write(part, 0, length);
    }
  },
  /** Now and then a connection ends somewhere within them. */
  CUT {
    @Override
    void pass(OutputStream out, byte[] part, int length, boolean back) throws IOException {
      boolean cut = ThreadLocalRandom.current().nextInt(SELDOM) == 0;
      out.write(part, 0, cut ? ThreadLocalRandom.current().nextInt(length) : length);
      if (cut) {
        throw new IOException("cut");
      }
    }
  },
  /** Now and then one of them is another one. */
  CHANGED {
    @Override
    void pass(OutputStream out, byte[] part, int length, boolean back) throws IOException {
      if (ThreadLocalRandom.current().nextInt(SELDOM) == 0) {
        part[ThreadLocalRandom.current().nextInt(length)] ^= 0x10;
      }
      out.write(part, 0, length);
    }
  },
  /** None arrives, and nobody is told. */
  FROZEN {
    @Override
    void pass(OutputStream out, byte[] part, int length, boolean back) {
      // They are lost.
    }
  },
  /** Those of the collector do not arrive. */
  UNANSWERED {
    @Override
    void pass(OutputStream out, byte[] part, int length, boolean back) throws IOException {
      if (!back) {
        out.write(part, 0, length);
      }
    }
  };

  private static final Duration LATE = Duration.ofMillis(100);
  private static final int SELDOM = 8;

  /**
   * Writes them, or what becomes of them.
   *
   * @param back whether they come from the collector
   */
  abstract void pass(OutputStream out, byte[] part, int length, boolean back) throws IOException;
}
