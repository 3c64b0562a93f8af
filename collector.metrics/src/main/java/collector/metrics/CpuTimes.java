package collector.metrics;

import java.util.List;
import monitor.api.event.Series;

/** How a processor spent the time between two looks. */
final class CpuTimes {
  /**
   * The columns of {@code /proc/stat}: user, nice, system, idle, iowait, irq, softirq, steal. The
   * guest times that follow are part of user and nice.
   */
  private static final int COLUMNS = 8;

  private static final int IDLE = 3;
  private static final int IOWAIT = 4;
  private static final int IRQ = 5;
  private static final int SOFTIRQ = 6;

  private static final List<String> MODES =
      List.of("user", "nice", "system", "idle", "iowait", "interrupt", "interrupt", "steal");

  private final Series busy;
  private final List<Series> modes;
  private final long[] last = new long[COLUMNS];
  private final long[] spent = new long[COLUMNS];
  private long total;
  private boolean known;

  /** Of what this series shows as busy, not looked at yet. */
  CpuTimes(Series busy) {
    this.busy = busy;
    this.modes = MODES.stream().map(mode -> busy.with("cpu.mode", mode)).toList();
  }

  /**
   * Takes the next look from the columns.
   *
   * @return whether time has passed since the look before
   */
  boolean advance(Scan scan) {
    total = 0;
    for (int i = 0; i < COLUMNS; i++) {
      long now = scan.number();
      // idle and iowait go backwards now and then, as the kernel says itself
      spent[i] = Math.max(0, now - last[i]);
      last[i] = now;
      total += spent[i];
    }
    boolean comparable = known && total > 0;
    known = true;
    return comparable;
  }

  /** Adds the share of time, 0 to 1, in which it did not wait for work. */
  void addBusy(Round round) {
    round.add(busy, 1 - (double) (spent[IDLE] + spent[IOWAIT]) / total);
  }

  /** Adds the share of each mode. */
  void addModes(Round round) {
    for (int i = 0; i < COLUMNS; i++) {
      if (i != SOFTIRQ) {
        long ticks = i == IRQ ? spent[IRQ] + spent[SOFTIRQ] : spent[i];
        round.add(modes.get(i), (double) ticks / total);
      }
    }
  }
}
