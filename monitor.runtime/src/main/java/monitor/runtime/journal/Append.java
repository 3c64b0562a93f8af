package monitor.runtime.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An entry on its way to the disk. */
record Append(Lane lane, Entry entry, Packed record, AppendCallback callback, long handedNanos) {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  long bytes() {
    return record.bytes();
  }

  void durable(Location at, Location next) {
    try {
      callback.durable(at, next);
    } catch (RuntimeException e) {
      LOG.error("The callback of an append to the journal failed.", e);
    }
  }

  void refused(Refusal refusal) {
    try {
      callback.refused(refusal.reason(), refusal.full());
    } catch (RuntimeException e) {
      LOG.error("The callback of a refused append to the journal failed.", e);
    }
  }
}
