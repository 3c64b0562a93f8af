package sink.postgres.write;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import monitor.api.delivery.Batch;
import monitor.api.delivery.BatchHeader;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Sample;
import monitor.api.event.Series;

/** Turns batches into rows. Used by one thread. */
final class BatchEncoder {
  private static final int MAX_CAPACITY = 4 << 20;
  private static final int MIN_CAPACITY = 1 << 12;
  private static final int ROW_BYTES = 72;

  /** What nanoseconds since 1970 can say. */
  private static final Instant FIRST = Instant.EPOCH;

  private static final Instant LAST = Instant.parse("2262-04-11T00:00:00Z");

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final Registry registry;
  private final InstantSource clock;

  BatchEncoder(Registry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
  }

  /**
   * The rows of a batch.
   *
   * @throws UnstorableException if its header or payload is damaged
   */
  PreparedBatch encode(Batch batch)
      throws UnstorableException, SQLException, IOException, InterruptedException {
    BatchHeader header = batch.header();
    List<Event> events = events(batch);
    registry.refresh();
    int mark = registry.mark(header.id());
    Rows.Common common = common(registry.origin(mark, header));
    return rows(batch, events, mark, common);
  }

  private static List<Event> events(Batch batch) throws UnstorableException {
    check(batch.header());
    int count = batch.header().id().count();
    if (batch.header().gap() != null) {
      return List.of();
    }
    List<Event> events = new ArrayList<>();
    try {
      batch.forEach((sequence, event) -> events.add(event));
    } catch (IllegalStateException e) {
      throw new UnstorableException("the payload is damaged: " + e.getMessage());
    }
    if (events.size() != count) {
      throw new UnstorableException(
          "the header promises %d events, the payload has %d".formatted(count, events.size()));
    }
    return events;
  }

  private static void check(BatchHeader header) throws UnstorableException {
    long first = header.id().firstSequence();
    int count = header.id().count();
    if (count < 1 || first < 0 || first > Long.MAX_VALUE - count) {
      throw new UnstorableException("the batch has no valid range of sequence numbers");
    }
    if (!SHA256.matcher(header.sha256()).matches()) {
      throw new UnstorableException("the batch has no valid hash");
    }
  }

  private Rows.Common common(int origin) throws SQLException, IOException, InterruptedException {
    Instant clocked = clock.instant();
    Instant now = clocked.isBefore(FIRST) ? FIRST : clocked.isAfter(LAST) ? LAST : clocked;
    long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    LocalDate day = registry.day(LocalDate.ofInstant(now, ZoneOffset.UTC));
    return Rows.Common.of(origin, nanos, day);
  }

  private PreparedBatch rows(Batch batch, List<Event> events, int mark, Rows.Common common)
      throws SQLException, IOException, InterruptedException {
    BatchHeader header = batch.header();
    Rows rows = Rows.of(header.kind(), common, series(header.origin().host(), events));
    long bytes = (long) header.inflatedBytes() + (long) events.size() * ROW_BYTES;
    RowBuffer buffer = new RowBuffer((int) Math.clamp(bytes, MIN_CAPACITY, MAX_CAPACITY));
    List<DeadLetter> dead = new ArrayList<>();
    long sequence = header.id().firstSequence();
    for (int i = 0; i < events.size(); i++) {
      try {
        rows.write(buffer, sequence + i, events.get(i));
      } catch (UnstorableException e) {
        buffer.undo();
        dead.add(DeadLetter.of(i, sequence + i, e.reason(), events.get(i)));
      }
    }
    return new PreparedBatch(
        batch,
        header,
        registry.server(),
        mark,
        common,
        rows,
        buffer,
        dead,
        new CompletableFuture<>());
  }

  /** Registers what is new among the series of a batch, then knows them all. */
  private SeriesIds series(String host, List<Event> events)
      throws SQLException, IOException, InterruptedException {
    Map<SeriesKey, NewSeries> fresh = new LinkedHashMap<>();
    BatchSeries ids = new BatchSeries(host);
    for (Event event : events) {
      if (event.payload() instanceof Sample sample) {
        ids.look(sample.series(), event.attributes(), fresh);
      }
    }
    if (!fresh.isEmpty()) {
      registry.register(List.copyOf(fresh.values()), ids.refused);
    }
    return ids;
  }

  /** The series of one batch: decoded once each, so mostly found by identity. */
  private final class BatchSeries implements SeriesIds {
    private final String host;
    private final Map<Series, Integer> seen = new IdentityHashMap<>();
    private final Map<SeriesKey, String> refused = new HashMap<>();

    BatchSeries(String host) {
      this.host = host;
    }

    void look(Series series, Attributes more, Map<SeriesKey, NewSeries> fresh) {
      if (more.isEmpty() && seen.containsKey(series)) {
        return;
      }
      SeriesKey key = SeriesKey.of(host, series, more);
      Integer known = registry.known(key);
      if (known == null) {
        add(key, fresh);
      } else if (more.isEmpty()) {
        seen.put(series, known);
      }
    }

    private void add(SeriesKey key, Map<SeriesKey, NewSeries> fresh) {
      try {
        if (!fresh.containsKey(key)) {
          fresh.put(key, NewSeries.of(key));
        }
      } catch (UnstorableException e) {
        // Found again when its rows are written, where it becomes a dead letter.
        return;
      }
    }

    @Override
    public int id(Series series, Attributes more) throws UnstorableException {
      Integer id = more.isEmpty() ? seen.get(series) : null;
      if (id != null) {
        return id;
      }
      SeriesKey key = SeriesKey.of(host, series, more);
      Integer known = registry.known(key);
      if (known == null) {
        NewSeries.of(key);
        throw new UnstorableException("its series is refused: " + refused.get(key));
      }
      if (more.isEmpty()) {
        seen.put(series, known);
      }
      return known;
    }
  }
}
