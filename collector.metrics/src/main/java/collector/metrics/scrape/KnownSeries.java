package collector.metrics.scrape;

import collector.metrics.exposition.ExpositionException;
import collector.metrics.exposition.Labels;
import collector.metrics.exposition.MetricType;
import collector.metrics.exposition.Role;
import collector.metrics.exposition.SampleLine;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Series;
import org.jspecify.annotations.Nullable;

/**
 * The series of one target, by how they stand in its text: most texts differ from the one before in
 * their values only, and then nothing has to be made anew. Used by the thread of its target.
 */
final class KnownSeries {
  private final ScrapeSettings settings;
  private final Map<String, String> own;
  private final Map<ByteBuffer, Known> byText = new HashMap<>();
  private final Map<Series, Known> bySeries = new HashMap<>();
  private final Map<String, String> words = new HashMap<>();
  private ByteBuffer probe = ByteBuffer.allocate(0);
  private List<Timed> samples = new ArrayList<>();
  private long round;
  private long nowNanos;
  private int live;
  private int scraped;
  private int added;
  private int duplicates;
  private int untimely;

  /**
   * Knows nothing yet.
   *
   * @param own attributes of every series
   */
  KnownSeries(ScrapeSettings settings, Map<String, String> own) {
    this.settings = settings;
    this.own = own;
  }

  /** A series and when it was last seen. */
  private static final class Known {
    private final Series series;
    private final int bytes;
    private final MetricType type;
    private final Role role;
    private final String unit;
    private long round = -1;
    private long timeNanos;

    Known(Series series, int bytes, SampleLine sample) {
      this.series = series;
      this.bytes = bytes;
      this.type = sample.family().type();
      this.role = sample.role();
      this.unit = sample.family().unit();
    }

    /** Not so where a program was replaced that says something else of a name. */
    boolean fits(SampleLine sample) {
      return type == sample.family().type()
          && role == sample.role()
          && unit.equals(sample.family().unit());
    }
  }

  /**
   * A sample of a round.
   *
   * @param event it
   * @param bytes that it takes at most, encoded
   */
  record Timed(Event event, int bytes) {}

  /**
   * What a round had.
   *
   * @param scraped samples in the text
   * @param kept of them
   * @param added series that were not in the round before
   * @param removed series that were
   * @param duplicates samples left out because another of their series has the same time
   * @param untimely samples left out because no event can have their time
   */
  record Counts(int scraped, int kept, int added, int removed, int duplicates, int untimely) {}

  /** Begins a round. */
  void begin(long timeNanos) {
    round++;
    nowNanos = timeNanos;
    samples = new ArrayList<>(live);
    scraped = 0;
    added = 0;
    duplicates = 0;
    untimely = 0;
  }

  /** Takes a sample of the text. */
  void take(SampleLine sample) throws ExpositionException {
    scraped++;
    Known known = known(sample);
    if (known == null) {
      return;
    }
    boolean timed = settings.honor().timestamps() && sample.timed();
    long time = timed ? sample.timeNanos() : nowNanos;
    if (time == Long.MIN_VALUE || time == Long.MAX_VALUE) {
      untimely++;
    } else if (known.round == round && time <= known.timeNanos) {
      duplicates++;
    } else {
      added += known.round < round - 1 ? 1 : 0;
      known.round = round;
      known.timeNanos = time;
      // Zero would mean now.
      samples.add(
          new Timed(known.series.sample(time == 0 ? 1 : time, sample.value()), known.bytes));
    }
  }

  private @Nullable Known known(SampleLine sample) throws ExpositionException {
    if (!probe.hasArray() || probe.array() != sample.bytes()) {
      probe = ByteBuffer.wrap(sample.bytes());
    }
    probe.limit(sample.seriesEnd()).position(sample.seriesFrom());
    Known known = byText.get(probe);
    if (known != null && known.fits(sample)) {
      return known;
    }
    Series series = series(sample);
    if (series == null) {
      return null;
    }
    Known made = bySeries.get(series);
    if (made == null) {
      made = new Known(series, 3 * probe.remaining() + overhead(), sample);
      bySeries.put(series, made);
    }
    byte[] text = Arrays.copyOfRange(sample.bytes(), sample.seriesFrom(), sample.seriesEnd());
    byText.put(ByteBuffer.wrap(text), made);
    return made;
  }

  private int overhead() {
    int bytes = 128;
    for (Map.Entry<String, String> each : own.entrySet()) {
      bytes += 3 * (each.getKey().length() + each.getValue().length()) + 16;
    }
    return bytes;
  }

  /** The series of a sample, or null if it is not kept. */
  private @Nullable Series series(SampleLine sample) throws ExpositionException {
    Labels labels = sample.labels();
    Map<String, String> all = new TreeMap<>();
    for (int i = 0; i < labels.count(); i++) {
      all.put(labels.name(i), labels.value(i));
    }
    String name = sample.name();
    if (!settings.relabelling().keeps(name, all)) {
      return null;
    }
    String renamed = word(settings.relabelling().name(name));
    Map<String, String> kept = settings.relabelling().labels(all);
    return Units.series(renamed, sample.family(), sample.role()).with(Attributes.of(merged(kept)));
  }

  private Map<String, String> merged(Map<String, String> labels) {
    Map<String, String> merged = new TreeMap<>(own);
    labels.forEach((name, value) -> {
      String free = name;
      while (!settings.honor().labels() && own.containsKey(free)) {
        free = "exported_" + free;
      }
      merged.put(word(free), word(value));
    });
    return merged;
  }

  /** Equal words are one: labels repeat themselves. */
  private String word(String text) {
    String known = words.putIfAbsent(text, text);
    return known == null ? text : known;
  }

  /** Ends a round whose text was read to its end: what is no longer in it is forgotten. */
  Counts end() {
    byText.values().removeIf(known -> known.round != round);
    bySeries.values().removeIf(known -> known.round != round);
    int before = live;
    live = bySeries.size();
    words.clear();
    return new Counts(scraped, samples.size(), added, before + added - live, duplicates, untimely);
  }

  /** Ends a round that failed: nothing of it counts, and nothing is there any more. */
  Counts fail() {
    int before = live;
    samples = new ArrayList<>();
    byText.clear();
    bySeries.clear();
    words.clear();
    live = 0;
    return new Counts(scraped, 0, 0, before, 0, 0);
  }

  /** Gives the samples of the round away. */
  List<Timed> samples() {
    List<Timed> all = samples;
    samples = List.of();
    return all;
  }
}
