package collector.metrics;

/** One line of {@code /proc/PID/stat} (proc(5)); filled again and again. */
final class ProcessStat {
  private String name = "";
  private char state;
  private long parent;
  private long cpuTicks;
  private long startTicks;
  private long residentPages;

  /**
   * Reads the line; the name in it may hold blanks and brackets, so its end is sought backwards.
   */
  void read(Scan scan) {
    scan.seek('(');
    name = scan.upToLast(')');
    String letter = scan.word();
    state = letter.isEmpty() ? '?' : letter.charAt(0);
    parent = scan.number();
    scan.skipWords(9);
    cpuTicks = scan.number() + scan.number();
    scan.skipWords(6);
    startTicks = scan.number();
    scan.skipWords(1);
    residentPages = scan.number();
  }

  String name() {
    return name;
  }

  /** R running, S sleeping, D in disk sleep, Z defunct, T and t stopped, I idle. */
  char state() {
    return state;
  }

  long parent() {
    return parent;
  }

  /** In user and kernel mode together. */
  long cpuTicks() {
    return cpuTicks;
  }

  /** Since the host started. */
  long startTicks() {
    return startTicks;
  }

  long residentPages() {
    return residentPages;
  }
}
