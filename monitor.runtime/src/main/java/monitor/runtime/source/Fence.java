package monitor.runtime.source;

/** Stands between a run and the platform; once closed, a hung old run can do nothing any more. */
final class Fence {
  private final String name;
  private volatile boolean open = true;

  Fence(String name) {
    this.name = name;
  }

  boolean open() {
    return open;
  }

  void close() {
    open = false;
  }

  void check() {
    if (!open) {
      throw new IllegalStateException("this run of " + name + " is over");
    }
  }
}
