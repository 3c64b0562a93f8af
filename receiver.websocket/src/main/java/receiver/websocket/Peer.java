package receiver.websocket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import monitor.api.delivery.Batch;
import monitor.api.delivery.BatchId;
import monitor.api.delivery.Outcome;
import monitor.api.identity.AgentConnection;
import monitor.wire.Message;
import monitor.wire.Messages;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of an agent. What comes is heard on one thread at a time; answers are sent from
 * the threads of the sinks, and none of that waits for the peer: it has a window, and what is in it
 * counts until the answer is written.
 */
public final class Peer implements Session.Listener.AutoDemanding {
  private static final Logger LOG = LoggerFactory.getLogger(Peer.class);
  private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x20-\\x7e]");
  private static final int HASH_BYTES = 32;
  private static final int OVERHEAD_BYTES = 512;
  private static final int MOST_NAME = 255;
  private static final int MOST_SOFTWARE = 100;
  private static final int MOST_REASON_BYTES = 120;
  private static final int MOST_STREAMS = 10_000;
  private static final long MOST_CLOSE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Reception reception;
  private final long number;
  private final Proof proof;
  private final Arrival arrival;
  private final AtomicLong openBytes = new AtomicLong();
  private final Passage passage = new Passage();
  private volatile @Nullable Session session;
  private volatile String agent = "";
  private volatile @Nullable AgentConnection connection;

  /** Why nothing is heard any more and it is closed as soon as all is answered; empty if not. */
  private volatile String doubt = "";

  /** When it was told to close; null as long as it is not. */
  private volatile @Nullable Long closing;

  /**
   * A connection that is not open yet.
   *
   * @param proof of who the peer is
   */
  Peer(Reception reception, Proof proof) {
    this.reception = reception;
    this.number = reception.next();
    this.proof = proof;
    this.arrival = new Arrival(reception);
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    session = opened;
    if (!reception.enter(this)) {
      close(Message.CLOSE_BUSY, "too many agents are connected");
    }
  }

  @Override
  public void onWebSocketPartialBinary(ByteBuffer part, boolean last, Callback callback) {
    Long since = closing;
    if (since != null) {
      waitForClose(since);
      callback.succeed();
      return;
    }
    try {
      switch (arrival.add(part, mostBytes())) {
        case TAKEN -> {
          if (last) {
            hear(arrival.finish());
          }
        }
        case TOO_LONG ->
            close(
                StatusCode.MESSAGE_TOO_LARGE,
                "a message has at most %d bytes".formatted(mostBytes()));
        case NO_ROOM -> close(StatusCode.TRY_AGAIN_LATER, "too much arrives at the same time");
      }
      callback.succeed();
    } catch (RuntimeException e) {
      callback.fail(e);
    }
  }

  /** Of a message; who is not known yet gets little memory. */
  private int mostBytes() {
    return agent.isEmpty() ? Message.MOST_CONTROL_BYTES : Message.MOST_BATCH_BYTES + 1;
  }

  @Override
  public void onWebSocketPartialText(String part, boolean last) {
    close(StatusCode.BAD_DATA, "messages are binary");
  }

  private void hear(ByteBuffer bytes) {
    if (!doubt.isEmpty()) {
      return;
    }
    try {
      switch (Messages.decode(bytes)) {
        case Message.Hello hello -> greet(hello);
        case Message.Consigned batch when agent.isEmpty() ->
            close(Message.CLOSE_PROTOCOL, "say hello first");
        case Message.Consigned batch -> take(batch.bytes());
        case Message.Welcome _, Message.Answer _, Message.Moving _ ->
            close(Message.CLOSE_PROTOCOL, "I am the collector");
      }
    } catch (IOException e) {
      close(Message.CLOSE_PROTOCOL, "the message cannot be read: " + e.getMessage());
    }
  }

  private void greet(Message.Hello hello) {
    String name = hello.agent();
    Optional<String> contradiction = proof.contradiction(name);
    Optional<String> refusal = reception.refusal(proof);
    if (!agent.isEmpty()) {
      close(Message.CLOSE_PROTOCOL, "hello is said once");
    } else if (!hello.versions().contains(Message.VERSION)) {
      close(Message.CLOSE_VERSION, "I speak version " + Message.VERSION);
    } else if (name.isBlank() || name.length() > MOST_NAME) {
      close(Message.CLOSE_IDENTITY, "an agent has a name of at most 255 characters");
    } else if (contradiction.isPresent()) {
      LOG.warn("An agent calls itself {}, but {}: not let in.", name, contradiction.get());
      close(Message.CLOSE_IDENTITY, contradiction.get());
    } else if (refusal.isPresent()) {
      LOG.warn("Agent {} is not let in: {}", name, refusal.get());
      close(Message.CLOSE_IDENTITY, refusal.get());
    } else {
      agent = name;
      connection = reception.arrived(name, shown(hello.software()), address());
      reception.admitted(name);
      send(Messages.encode(reception.welcome()), 0);
      LOG.info("Agent {} is connected.", name);
    }
  }

  private void take(ByteBuffer bytes) {
    int size = bytes.remaining() + OVERHEAD_BYTES;
    if (bytes.remaining() < HASH_BYTES) {
      close(Message.CLOSE_PROTOCOL, "a batch begins with its SHA-256");
      return;
    }
    long most = reception.settings().windowBytes() + Message.MOST_BATCH_BYTES;
    if (openBytes.addAndGet(size) > most) {
      close(Message.CLOSE_PROTOCOL, "more than the window is under way");
      return;
    }
    byte[] hash = new byte[HASH_BYTES];
    bytes.get(bytes.position(), hash);
    String sha256 = HexFormat.of().formatHex(hash);
    try {
      pass(sha256, size, reception.relay().read(bytes));
    } catch (IOException e) {
      doubt(sha256, size, String.valueOf(e.getMessage()));
    } catch (IllegalStateException e) {
      answer(sha256, size, Outcome.retry("the collector is stopping"));
    }
  }

  /**
   * The wire may be to blame: the agent comes again and sends what was not answered, in its order.
   * It is not answered, for nobody knows of which stream it is, and so what has to wait for it.
   */
  private void doubt(String sha256, int size, String reason) {
    if (reception.doubts().isCertain(agent, sha256)) {
      LOG.warn("Agent {} sends a batch again and again that cannot be read: {}.", agent, reason);
      answer(sha256, size, new Outcome.Rejected(reason));
    } else {
      doubt = "a batch cannot be read: " + reason;
      settled(size);
    }
  }

  /** What came before a batch that cannot be read is answered, so that it need not come again. */
  private void settled(int size) {
    long open = openBytes.addAndGet(-size);
    String why = doubt;
    if (open == 0 && !why.isEmpty()) {
      close(Message.CLOSE_PROTOCOL, why);
    }
  }

  private void pass(String sha256, int size, Batch batch) {
    BatchId id = batch.header().id();
    if (!id.agent().equals(agent)) {
      answer(
          sha256,
          size,
          Outcome.retry("the batch is of " + id.agent() + ", the connection of " + agent));
    } else if (passage.waiting() >= MOST_STREAMS) {
      close(StatusCode.TRY_AGAIN_LATER, "too many streams wait");
    } else {
      forward(sha256, size, batch);
    }
  }

  private void forward(String sha256, int size, Batch batch) {
    CompletableFuture<Outcome> told =
        passage.pass(
            batch.header().id(), () -> reception.relay().forward(batch, reception.hop(agent)));
    if (told == null) {
      answer(sha256, size, Outcome.retry("an earlier batch of this stream is to come first"));
      return;
    }
    told.whenComplete((outcome, failure) ->
        answer(
            sha256,
            size,
            outcome == null ? Outcome.retry("the collector failed: " + failure) : outcome));
  }

  private void answer(String sha256, int size, Outcome outcome) {
    send(Messages.encode(new Message.Answer(sha256, outcome)), size);
  }

  /** Sends without waiting; what it answers counts as under way until it is written. */
  private void send(ByteBuffer message, int answered) {
    Session open = session;
    if (open == null || !open.isOpen()) {
      return;
    }
    open.sendBinary(
        message,
        Callback.from(() -> settled(answered), failure -> LOG.debug("Not sent.", failure)));
  }

  /** Asks the agent to go to another collector. */
  void move() {
    send(Messages.encode(new Message.Moving("the collector is stopping")), 0);
  }

  /**
   * Ends the connection if the peer is let in no longer, or holds room without coming to an end.
   */
  void look() {
    Long since = closing;
    if (since != null) {
      waitForClose(since);
    } else if (arrival.takesLongerThan(reception.settings().silence().toNanos())) {
      close(Message.CLOSE_PROTOCOL, "a message takes too long");
    } else {
      reception
          .refusal(proof)
          .ifPresent(reason -> {
            LOG.warn("The connection of agent {} is ended: {}", agent, reason);
            close(Message.CLOSE_IDENTITY, reason);
          });
    }
  }

  /** Place among the connections, the oldest first. */
  long number() {
    return number;
  }

  /** Whether it is let in as this agent, and not about to close. */
  boolean isOf(String name) {
    return closing == null && agent.equals(name);
  }

  /** Ends the connection in favour of later ones of the same agent. */
  void giveWay() {
    close(Message.CLOSE_BUSY, "this agent has other connections since");
  }

  /** Ends the connection. */
  void leave() {
    close(StatusCode.SHUTDOWN, "the collector is stopping");
  }

  /** One that does not read its close frame would go on for ever. */
  private void waitForClose(Long since) {
    Session open = session;
    if (open != null && System.nanoTime() - since > MOST_CLOSE_NANOS) {
      open.disconnect();
    }
  }

  private void close(int status, String reason) {
    Session open = session;
    if (open != null && closing == null) {
      closing = System.nanoTime();
      arrival.end();
      open.close(status, cut(reason), Callback.NOOP);
    }
  }

  /** The agent, once it is let in. */
  Optional<AgentConnection> connection() {
    return Optional.ofNullable(connection);
  }

  private String address() {
    Session open = session;
    return open != null && open.getRemoteSocketAddress() instanceof InetSocketAddress remote
        ? remote.getAddress().getHostAddress()
        : "";
  }

  /** The peer's words, as they may stand on a terminal. */
  private static String shown(String software) {
    String ascii = UNPRINTABLE.matcher(software).replaceAll("?");
    return ascii.substring(0, Math.min(ascii.length(), MOST_SOFTWARE));
  }

  /** The reason of a close frame has at most 123 bytes (RFC 6455, 5.5.1). */
  private static String cut(String reason) {
    String ascii = UNPRINTABLE.matcher(reason).replaceAll("?");
    byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
    return new String(
        bytes, 0, Math.min(bytes.length, MOST_REASON_BYTES), StandardCharsets.US_ASCII);
  }

  @Override
  public void onWebSocketError(Throwable failure) {
    LOG.debug("The connection of agent {} failed.", agent, failure);
    gone();
  }

  @Override
  public void onWebSocketClose(int status, String reason) {
    LOG.debug("Agent {} is gone: {} {}.", agent, status, reason);
    gone();
  }

  private void gone() {
    reception.leave(this);
    arrival.end();
  }
}
