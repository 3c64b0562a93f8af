package collector.metrics;

import static java.nio.charset.StandardCharsets.US_ASCII;

import monitor.api.event.Attributes;

/**
 * What a process reads from and writes to disks, from {@code /proc/PID/io} (proc(5)). The kernel
 * shows that to the owner of the process and the administrator only.
 */
final class ProcessIo {
  private static final byte[] READ = "read_bytes: ".getBytes(US_ASCII);
  private static final byte[] WRITTEN = "write_bytes: ".getBytes(US_ASCII);

  private final String file;
  private boolean hidden;
  private long bytesRead;
  private long bytesWritten;
  private double readRate;
  private double writeRate;

  ProcessIo(String folder) {
    this.file = folder + "/io";
  }

  /** Begins anew: the number was given to another process. */
  void reset() {
    hidden = false;
    bytesRead = 0;
    bytesWritten = 0;
  }

  /** Looks again, so many seconds after the look before; what was hidden once stays so. */
  void look(Scan scan, double seconds) {
    if (hidden || !scan.tryOpen(file)) {
      hidden = true;
      readRate = 0;
      writeRate = 0;
      return;
    }
    for (; scan.hasMore(); scan.nextLine()) {
      if (scan.accept(READ)) {
        long now = scan.number();
        readRate = rate(now - bytesRead, seconds);
        bytesRead = now;
      } else if (scan.accept(WRITTEN)) {
        long now = scan.number();
        writeRate = rate(now - bytesWritten, seconds);
        bytesWritten = now;
      }
    }
  }

  private static double rate(long bytes, double seconds) {
    return Math.max(0, bytes / seconds);
  }

  /** Bytes per second, both ways together. */
  double rate() {
    return readRate + writeRate;
  }

  /** Bytes per second each way, or nothing where they are hidden. */
  Attributes attributes() {
    return hidden
        ? Attributes.EMPTY
        : Attributes.of("process.disk.read.rate", readRate)
            .with("process.disk.write.rate", writeRate);
  }
}
