package monitor.runtime.stream;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import monitor.api.delivery.BatchHeader;
import monitor.api.delivery.BatchId;
import monitor.api.delivery.Epoch;
import monitor.api.delivery.Origin;
import monitor.api.delivery.Outcome;
import monitor.api.event.Kind;
import monitor.api.operation.PipelineView.Bound;
import monitor.api.source.SourceProperties.Overflow;
import monitor.runtime.batch.BatchBuilder;
import monitor.runtime.batch.CodecChoice;
import monitor.runtime.batch.Compression;
import monitor.runtime.batch.Nanos;
import monitor.runtime.batch.SealedBatch;
import monitor.runtime.batch.StoredBatch;
import monitor.runtime.journal.Journal;
import monitor.runtime.journal.Lane;
import monitor.runtime.journal.StreamState;
import org.jspecify.annotations.Nullable;

/** All streams of this process, by name: those in use, and those that only the journal knows. */
public final class Streams {
  private final String agent;
  private final String host;
  private final Map<String, String> tags;
  private final InstantSource clock;
  private final CodecChoice codecs;
  private final Journal journal;
  private final Batcher batcher;
  private final Compression compression = new Compression();
  private final Map<String, StreamLedger> ledgers = new ConcurrentHashMap<>();
  private final Map<String, OpenStream> open = new ConcurrentHashMap<>();
  private final Losses losses;
  private Consumer<StreamLedger> onNew = ledger -> {};

  /** Knows the streams that the journal recovered. */
  public Streams(
      String agent,
      String host,
      Map<String, String> tags,
      InstantSource clock,
      CodecChoice codecs,
      Journal journal,
      Batcher batcher) {
    this.agent = agent;
    this.host = host;
    this.tags = Map.copyOf(tags);
    this.clock = clock;
    this.codecs = codecs;
    this.journal = journal;
    this.batcher = batcher;
    this.losses = new Losses(journal, this);
  }

  /** Name of this agent in the identity of batches. */
  public String agent() {
    return agent;
  }

  /** What batches to come are compressed with. */
  public CodecChoice codecs() {
    return codecs;
  }

  /** Called once for each ledger, before its first event is numbered. */
  public void onNew(Consumer<StreamLedger> listener) {
    this.onNew = listener;
  }

  /** Makes the ledger of a stream that the journal knows. */
  public StreamLedger recover(String name, long next) {
    return ledgers.computeIfAbsent(name, key -> make(key, next));
  }

  private StreamLedger make(String name, long next) {
    StreamState state = journal.streams().get(name);
    Epoch own = journal.epochs().getOrDefault(name, journal.epoch());
    boolean later = own.ordinal() > journal.epoch().ordinal();
    return new StreamLedger(
        name, next, state == null ? Map.of() : state.dropped(), later ? own : journal.epoch());
  }

  /** The ledger of this name; null if there is none. */
  @Nullable StreamLedger known(String name) {
    return ledgers.get(name);
  }

  /** What the journal lost. */
  public Losses losses() {
    return losses;
  }

  /** The header of a gap. */
  BatchHeader gap(StreamLedger ledger, Epoch epoch, long first, int count, String reason) {
    BatchId id = new BatchId(agent, epoch, ledger.name(), first, count);
    Origin origin = new Origin(host, ledger.source(), tags);
    return SealedBatch.gap(id, ledger.kind(), origin, Nanos.of(clock.instant()), reason).header();
  }

  /** The ledgers. */
  public Collection<StreamLedger> ledgers() {
    return ledgers.values();
  }

  /** Events that a lane of the journal holds because a sink has not accepted them. */
  public long held(Lane lane) {
    return ledgers.values().stream()
        .filter(ledger -> lane(ledger.name()) == lane)
        .mapToLong(StreamLedger::held)
        .sum();
  }

  private @Nullable Lane lane(String name) {
    OpenStream stream = open.get(name);
    StreamState recovered = journal.streams().get(name);
    return stream != null ? stream.lane() : recovered == null ? null : recovered.lane();
  }

  /** What waits in the buffers of the streams, and how much may. */
  public List<Bound> bounds() {
    return open.values().stream().flatMap(stream -> stream.bounds().stream()).toList();
  }

  /** The ledgers of one source. */
  public Collection<StreamLedger> ledgersOf(String source) {
    return ledgers.values().stream().filter(l -> l.source().equals(source)).toList();
  }

  /** The stream of a source and kind, opened on first use. */
  public OpenStream open(String source, Kind kind, Overflow overflow, BufferLimits limits) {
    return open.computeIfAbsent(
        source + "/" + kind, name -> create(name, source, kind, overflow, limits));
  }

  /** A stream of a source and kind that goes past the journal. */
  public DirectStream direct(
      String source, Kind kind, Function<StoredBatch, CompletionStage<Outcome>> route) {
    String name = source + "/" + kind;
    Origin origin = new Origin(host, source, tags);
    BatchBuilder builder = new BatchBuilder(agent, name, kind, origin, clock, new Compression());
    return new DirectStream(
        source, name, kind, clock, builder, codecs, journal.epoch().ordinal(), route);
  }

  private OpenStream create(
      String name, String source, Kind kind, Overflow overflow, BufferLimits limits) {
    StreamLedger ledger = ledger(name);
    StreamBuffer buffer = new StreamBuffer(limits, batcher::wake);
    BatchBuilder builder =
        new BatchBuilder(agent, name, kind, new Origin(host, source, tags), clock, compression);
    Lane lane = overflow == Overflow.DROP_OLDEST ? Lane.RING : Lane.KEPT;
    boolean drop = overflow != Overflow.BLOCK;
    StreamSealer sealer =
        new StreamSealer(ledger, buffer, builder, journal, lane, drop, codecs, batcher::wake);
    StreamState recovered = journal.streams().get(name);
    if (recovered != null) {
      sealer.recovered(recovered.positions());
    }
    batcher.add(sealer);
    return new OpenStream(ledger, buffer, sealer, clock, overflow == Overflow.BLOCK);
  }

  /** A new ledger is first entered and then joined, so that no change of routes misses it. */
  private StreamLedger ledger(String name) {
    StreamLedger known = ledgers.get(name);
    if (known != null) {
      return known;
    }
    StreamLedger fresh = make(name, 0);
    ledgers.put(name, fresh);
    onNew.accept(fresh);
    return fresh;
  }
}
