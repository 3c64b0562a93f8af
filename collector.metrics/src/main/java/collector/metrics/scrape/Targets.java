package collector.metrics.scrape;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import monitor.api.source.SourceContext;
import monitor.api.status.Conditions;

/** The loops of all targets of one run. Used by the thread of the source. */
final class Targets implements AutoCloseable {
  /** Multiples of the golden ratio, taken modulo 1, lie evenly however many there are. */
  private static final double GOLDEN = 0.6180339887498949;

  private final SourceContext context;
  private final ScrapeSettings settings;
  private final Conditions conditions;
  private final Names names;
  private final Fetcher fetcher;
  private final Map<ScrapeTarget, Thread> loops = new LinkedHashMap<>();
  private long started;

  Targets(SourceContext context, ScrapeSettings settings, Conditions conditions) {
    this.context = context;
    this.settings = settings;
    this.conditions = conditions;
    this.names = new Names(context.name());
    this.fetcher = new Fetcher(settings.http(), names);
  }

  /** Begins with those that are new, and ends those that are no more; the others go on. */
  void set(List<ScrapeTarget> targets) throws InterruptedException {
    List<ScrapeTarget> gone = new ArrayList<>(loops.keySet());
    gone.removeAll(Set.copyOf(targets));
    end(gone);
    for (ScrapeTarget target : targets) {
      loops.computeIfAbsent(target, this::start);
    }
  }

  private Thread start(ScrapeTarget target) {
    Duration phase = phase(started++, settings.interval());
    ScrapeLoop loop = new ScrapeLoop(context, settings, target, fetcher, conditions, phase);
    return Thread.ofVirtual().name(context.name() + "/" + target).start(loop);
  }

  /** When in the interval the target of a number is scraped. */
  static Duration phase(long number, Duration interval) {
    double share = number * GOLDEN % 1;
    return Duration.ofNanos((long) (share * interval.toNanos()));
  }

  private void end(List<ScrapeTarget> targets) throws InterruptedException {
    List<Thread> ending = targets.stream().map(loops::remove).toList();
    ending.forEach(Thread::interrupt);
    for (Thread loop : ending) {
      loop.join();
    }
    targets.forEach(target -> conditions.set(target.toString(), null));
  }

  /** Ends all of them. */
  @Override
  public void close() {
    names.close();
    loops.values().forEach(Thread::interrupt);
    try {
      for (Thread loop : loops.values()) {
        loop.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
