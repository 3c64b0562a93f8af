package sink.postgres.write;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import monitor.api.delivery.BatchHeader;
import monitor.api.delivery.BatchId;
import monitor.api.delivery.Epoch;
import monitor.api.delivery.Origin;
import monitor.api.event.Attributes;
import monitor.api.event.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The keys of streams, origins and series: registered in transactions of their own before the batch
 * that uses them, so that what is remembered here is committed. Used by one thread.
 */
final class Registry implements AutoCloseable {
  private static final int MAX_STREAMS = 50_000;
  private static final int MAX_SERIES = 500_000;

  private final Session session;
  private final Map<Stream, Integer> marks = new HashMap<>();
  private final Map<Place, Integer> origins = new HashMap<>();
  private final Map<SeriesKey, Integer> series = new HashMap<>();
  private final ReceiptDays days = new ReceiptDays();
  private volatile boolean expired;

  private record Stream(String agent, Epoch epoch, String name) {}

  private record Place(int mark, Kind kind, Origin origin) {}

  Registry(Session session) {
    this.session = session;
  }

  /** The key of a batch's mark; the mark is made, without a position, if it is new. */
  int mark(BatchId id) throws SQLException, IOException, InterruptedException, UnstorableException {
    Stream stream = new Stream(id.agent(), id.epoch(), id.stream());
    Integer known = marks.get(stream);
    if (known != null) {
      return known;
    }
    Strings.name("the name of the agent", id.agent());
    Strings.name("the name of the stream", id.stream());
    Strings.name("the epoch", id.epoch().random());
    int key = registrar().mark(id);
    marks.put(stream, key);
    return key;
  }

  /** The key of where a batch comes from. */
  int origin(int mark, BatchHeader header)
      throws SQLException, IOException, InterruptedException, UnstorableException {
    Place place = new Place(mark, header.kind(), header.origin());
    Integer known = origins.get(place);
    if (known != null) {
      return known;
    }
    Origin origin = header.origin();
    Strings.check("the host", origin.host());
    Strings.check("the source", origin.source());
    String tags = origin.tags().isEmpty() ? null : json(Attributes.of(origin.tags()));
    int key = registrar().origin(mark, header.kind(), origin, tags);
    origins.put(place, key);
    return key;
  }

  /** The day whose partition takes what is received; see {@link ReceiptDays}. */
  LocalDate day(LocalDate today) throws SQLException, IOException, InterruptedException {
    return days.place(session.connection(), today);
  }

  /** The key of a series that is registered; null for others. */
  @Nullable Integer known(SeriesKey key) {
    return series.get(key);
  }

  /**
   * Registers series; those that the server refuses are found by halving.
   *
   * @param refused where they go, each with the server's message
   */
  void register(List<NewSeries> fresh, Map<SeriesKey, String> refused)
      throws SQLException, IOException, InterruptedException {
    try {
      series.putAll(registrar().series(fresh));
    } catch (SQLException e) {
      if (SqlState.meaning(e) != SqlState.DATA) {
        throw e;
      }
      if (fresh.size() == 1) {
        refused.put(fresh.getFirst().key(), String.valueOf(e.getMessage()));
        return;
      }
      int middle = fresh.size() / 2;
      register(fresh.subList(0, middle), refused);
      register(fresh.subList(middle, fresh.size()), refused);
    }
  }

  private Registrar registrar() throws SQLException, IOException, InterruptedException {
    return new Registrar(session.connection());
  }

  /** Says that what is remembered may no longer be true. Any thread. */
  void expire() {
    expired = true;
  }

  /** To which life of the server the keys belong; valid once one was asked for. */
  String server() {
    return session.server();
  }

  /**
   * To be called before each batch: forgets what has expired, and keeps the rest within bounds that
   * no healthy system reaches, where forgetting everything is the simplest way that stays right.
   */
  void refresh() {
    if (expired) {
      expired = false;
      close();
    } else if (marks.size() > MAX_STREAMS
        || origins.size() > MAX_STREAMS
        || series.size() > MAX_SERIES) {
      forget();
    }
  }

  /** The text of attributes. */
  static String json(Attributes attributes) throws UnstorableException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    Json.write(text, json -> Json.map(json, attributes.asMap()));
    return text.toString(StandardCharsets.UTF_8);
  }

  /**
   * Forgets everything and the connection: after any error, because the server may have been
   * replaced by an older state of itself.
   */
  @Override
  public void close() {
    forget();
    session.close();
  }

  private void forget() {
    marks.clear();
    origins.clear();
    series.clear();
    days.forget();
  }
}
