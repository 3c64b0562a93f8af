package monitor.runtime.journal;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was found damaged. Thread-safe. */
final class Damages {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final int MOST_REPORTS = 1000;

  private final InstantSource clock;
  private final List<Damage> reports = new ArrayList<>();

  Damages(InstantSource clock) {
    this.clock = clock;
  }

  synchronized List<Damage> all() {
    return List.copyOf(reports);
  }

  void report(Finding finding) {
    report(finding.damage(clock.instant()));
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
}
