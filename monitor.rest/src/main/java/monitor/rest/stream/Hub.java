package monitor.rest.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import monitor.rest.http.Identity;
import monitor.rest.http.Problem;

/**
 * Gives frames to all who listen, and keeps the last ones for those who come back. Publishing never
 * waits for a reader. Thread-safe.
 */
final class Hub {
  /** Most bytes of frames that are kept. */
  static final long MAX_KEPT_BYTES = 8L << 20;

  private static final int MAX_LISTENERS = 200;
  private static final int MAX_PER_IDENTITY = 20;
  private static final byte[] RESET = "event: reset\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] HEARTBEAT = ": still here\n\n".getBytes(StandardCharsets.UTF_8);

  private final String stream;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final Map<Topic, Attention> attention = new EnumMap<>(Topic.class);
  private final LongSupplier nanoTime;
  private final Deque<Frame> kept = new ArrayDeque<>();
  private long keptBytes;
  private long last;

  /**
   * An empty hub.
   *
   * @param stream differs from that of every hub before
   * @param nanoTime a monotonic clock
   */
  Hub(String stream, LongSupplier nanoTime) {
    this.stream = stream;
    this.nanoTime = nanoTime;
    for (Topic topic : Topic.values()) {
      attention.put(topic, new Attention());
    }
  }

  /** Whether anybody listens to a topic, or left a moment ago and may come back. */
  boolean wanted(Topic topic) {
    for (Listener listener : listeners) {
      if (listener.selection().topics().contains(topic)) {
        return true;
      }
    }
    return attention(topic).lingers(nanoTime.getAsLong());
  }

  private Attention attention(Topic topic) {
    return Objects.requireNonNull(attention.get(topic));
  }

  /** How many listen. */
  int size() {
    return listeners.size();
  }

  /** Sends items to all who want them. */
  synchronized void publish(Topic topic, List<Item> items, int skipped) {
    if (items.isEmpty()) {
      return;
    }
    Frame frame = new Frame(++last, topic, items, skipped);
    keep(frame);
    for (Listener listener : listeners) {
      listener.selection().render(frame, stream).ifPresent(listener::send);
    }
  }

  private void keep(Frame frame) {
    kept.addLast(frame);
    keptBytes += frame.bytes();
    while (keptBytes > MAX_KEPT_BYTES) {
      keptBytes -= kept.removeFirst().bytes();
    }
  }

  /**
   * Lets a client in.
   *
   * @throws Problem 429 or 503 if too many listen
   */
  void admit(Identity identity) {
    if (listeners.size() >= MAX_LISTENERS) {
      throw Problem.unavailable("too-many-listeners", "Too many clients listen.", 30);
    }
    long own =
        listeners.stream().filter(l -> l.identity().account().equals(identity.account())).count();
    if (own >= MAX_PER_IDENTITY) {
      throw Problem.of(429, "too-many-streams", "You have %d streams open.".formatted(own))
          .header("Retry-After", "30")
          .hint("Close some; one stream carries any number of topics.");
    }
  }

  /**
   * Adds a client, and sends what it missed since the event it saw last, as far as that is kept.
   *
   * @param lastEventId empty for a new client
   */
  synchronized void add(Listener listener, String lastEventId) {
    for (Topic topic : listener.selection().topics()) {
      if (!wanted(topic)) {
        attention(topic).resumed(last);
      }
    }
    listeners.add(listener);
    listener.begin();
    listener.send("retry: 2000\n\n".getBytes(StandardCharsets.UTF_8));
    if (!lastEventId.isEmpty()) {
      replay(listener, seen(lastEventId));
    }
  }

  private void replay(Listener listener, long seen) {
    long oldest = kept.isEmpty() ? last + 1 : kept.getFirst().number();
    boolean unbroken =
        listener.selection().topics().stream()
            .allMatch(topic -> attention(topic).unbrokenSince(seen));
    if (seen < 0 || seen + 1 < oldest || seen > last || !unbroken) {
      listener.send(RESET);
      return;
    }
    for (Frame frame : kept) {
      if (frame.number() > seen) {
        listener.selection().render(frame, stream).ifPresent(listener::send);
      }
    }
  }

  private long seen(String lastEventId) {
    String prefix = stream + "-";
    String number = lastEventId.startsWith(prefix) ? lastEventId.substring(prefix.length()) : "";
    return number.matches("\\d{1,18}") ? Long.parseLong(number) : -1;
  }

  /** Removes a client that ended. */
  void remove(Listener listener) {
    if (listeners.remove(listener)) {
      long now = nanoTime.getAsLong();
      listener.selection().topics().forEach(topic -> attention(topic).left(now));
    }
  }

  /** Ends the clients that may no longer listen. */
  void evict(Predicate<Identity> valid) {
    for (Listener listener : listeners) {
      if (!valid.test(listener.identity())) {
        listener.end();
      }
    }
  }

  /** Shows every client that the connection lives. */
  void heartbeat() {
    listeners.forEach(listener -> listener.send(HEARTBEAT));
  }

  /** Ends every client. */
  void close() {
    listeners.forEach(Listener::end);
  }
}
