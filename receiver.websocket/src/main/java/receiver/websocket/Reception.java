package receiver.websocket;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import monitor.api.delivery.Hop;
import monitor.api.identity.AgentAuthority;
import monitor.api.identity.AgentConnection;
import monitor.api.identity.AgentTokens;
import monitor.api.source.Relay;
import monitor.api.source.SourceContext;
import monitor.wire.Message;
import org.jspecify.annotations.Nullable;

/** What all connections share: the way to the sinks, and how much may come. Thread-safe. */
final class Reception {
  private static final int MOST_OF_AN_AGENT = 8;

  private final Settings settings;
  private final SourceContext context;
  private final String collector;
  private final Relay relay;
  private final Doubts doubts = new Doubts();
  private final @Nullable AgentAuthority authority;
  private final Supplier<@Nullable AgentTokens> tokens;
  private final Set<Peer> peers = ConcurrentHashMap.newKeySet();
  private final AtomicLong arriving = new AtomicLong();
  private final AtomicLong numbers = new AtomicLong();

  /**
   * Takes agents in.
   *
   * @param authority null where agents do not join
   * @param tokens who knows signed tokens at the moment; null where nobody does
   */
  Reception(
      Settings settings,
      SourceContext context,
      @Nullable AgentAuthority authority,
      Supplier<@Nullable AgentTokens> tokens) {
    this.tokens = tokens;
    this.authority = authority;
    this.settings = settings;
    this.context = context;
    this.collector = context.agent();
    this.relay = context.relay();
  }

  Relay relay() {
    return relay;
  }

  Doubts doubts() {
    return doubts;
  }

  Settings settings() {
    return settings;
  }

  /** What this collector says of itself. */
  Message.Welcome welcome() {
    return new Message.Welcome(
        Message.VERSION,
        collector,
        Message.SOFTWARE,
        Message.MOST_BATCH_BYTES,
        settings.windowBytes(),
        settings.codecs());
  }

  /** An agent that is let in now. */
  AgentConnection arrived(String agent, String software, String address) {
    return new AgentConnection(agent, software, address, context.clock().instant());
  }

  /** Those that are let in. */
  List<AgentConnection> connections() {
    return peers.stream().flatMap(peer -> peer.connection().stream()).toList();
  }

  /** How something came here now from a peer. */
  Hop hop(String identity) {
    Instant now = context.clock().instant();
    long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    return new Hop(collector, identity, nanos, settings.tags());
  }

  /** Why a peer with this proof is not let in, or no longer; else empty. */
  Optional<String> refusal(Proof proof) {
    return proof.expired(context.clock().instant()).or(() -> revoked(proof));
  }

  private Optional<String> revoked(Proof proof) {
    AgentAuthority judge = authority;
    Optional<String> revoked =
        judge == null ? Optional.empty() : proof.certificate().flatMap(judge::refusal);
    return revoked.or(
        () -> proof.token().flatMap(token -> tokens().flatMap(known -> known.refusal(token))));
  }

  /** Who knows signed tokens, if they are asked for. */
  Optional<AgentTokens> tokens() {
    return settings.signed() ? Optional.ofNullable(tokens.get()) : Optional.empty();
  }

  /** Ends the connections of those who are let in no longer. */
  void look() {
    peers.forEach(Peer::look);
  }

  /** Whether there is room for one more. */
  boolean enter(Peer peer) {
    peers.add(peer);
    return peers.size() <= settings.mostConnections();
  }

  /**
   * An agent has said its name. Where it is connected too often the connections that are open for
   * longest give way: they are leftovers, or somebody takes more than the place of one.
   */
  void admitted(String agent) {
    List<Peer> same =
        peers.stream()
            .filter(peer -> peer.isOf(agent))
            .sorted(Comparator.comparingLong(Peer::number))
            .toList();
    same.stream().limit(Math.max(0, same.size() - MOST_OF_AN_AGENT)).forEach(Peer::giveWay);
  }

  /** The number of a connection, in their order. */
  long next() {
    return numbers.incrementAndGet();
  }

  synchronized void leave(Peer peer) {
    peers.remove(peer);
    notifyAll();
  }

  /** Takes room for bytes of a message that is not complete; false if there is none. */
  boolean reserve(int bytes) {
    if (arriving.addAndGet(bytes) <= settings.arrivingBytes()) {
      return true;
    }
    arriving.addAndGet(-bytes);
    return false;
  }

  void release(int bytes) {
    arriving.addAndGet(-bytes);
  }

  /** Asks all agents to go elsewhere; gives them the time to hear what is still to be answered. */
  void move() throws InterruptedException {
    peers.forEach(Peer::move);
    awaitNoPeer(settings.grace().toNanos());
    peers.forEach(Peer::leave);
  }

  private synchronized void awaitNoPeer(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; !peers.isEmpty() && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }
}
