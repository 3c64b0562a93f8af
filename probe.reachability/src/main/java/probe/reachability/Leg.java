package probe.reachability;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import probe.reachability.Flow.Reply;

/**
 * What a trace does over one flow. First the way is explored: each hop as soon as the one before
 * has answered, or was silent for a while; so nothing goes far beyond the target, and routers that
 * limit their errors are not provoked. Then the further samples follow for the hops that there are.
 */
final class Leg {
  /** How long a hop may be silent before the next is tried too. */
  private static final long PATIENCE = Duration.ofMillis(100).toNanos();

  private final Flow flow;
  private final Path path;
  private final int samples;
  private final long timeoutNanos;
  private final Map<Integer, Sent> outstanding = new HashMap<>();
  private final Set<String> refusals = new LinkedHashSet<>();
  private int end;
  private int sample;
  private int hop = 1;
  private int number;
  private long lastNanos;
  private boolean reached;

  /**
   * Whether a router quotes too little to tell its errors apart, so that one has to wait for each.
   */
  private boolean oneAtATime;

  private record Sent(int hop, long nanos) {}

  Leg(Flow flow, int hops, int samples, Duration timeout) {
    this.flow = flow;
    this.path = new Path(hops);
    this.samples = samples;
    this.timeoutNanos = timeout.toNanos();
    this.end = hops;
  }

  /** Takes what came, and sends what is due; true when all is known. */
  boolean advance() throws IOException {
    for (Reply reply = flow.next(); reply != null; reply = flow.next()) {
      take(reply);
    }
    long now = System.nanoTime();
    expire(now);
    if (sample < samples && due(now)) {
      send();
    }
    return sample == samples && outstanding.isEmpty();
  }

  private void expire(long now) {
    Iterator<Sent> all = outstanding.values().iterator();
    while (all.hasNext()) {
      Sent sent = all.next();
      if (sent.hop > end) {
        all.remove();
      } else if (now - sent.nanos > timeoutNanos) {
        path.lost(sent.hop);
        all.remove();
      }
    }
  }

  private boolean due(long now) {
    return outstanding.isEmpty() || (!oneAtATime && (sample > 0 || now - lastNanos >= PATIENCE));
  }

  private void send() throws IOException {
    lastNanos = System.nanoTime();
    outstanding.put(number, new Sent(hop, lastNanos));
    flow.send(hop, number);
    number++;
    hop++;
    turn();
  }

  /** Begins the next sample when the last hop has had this one. */
  private void turn() {
    if (hop > end) {
      hop = 1;
      sample++;
    }
  }

  private void take(Reply reply) {
    Sent sent = reply.number() == Flow.UNKNOWN ? only() : outstanding.remove(reply.number());
    if (sent == null || sent.hop > end) {
      return; // foreign, late, twice, or beyond the target
    }
    path.answered(sent.hop, reply.from(), Math.max(0, reply.nanos() - sent.nanos));
    if (reply.refusal() != null) {
      String router = reply.from() == null ? "a router" : reply.from().getHostAddress();
      refusals.add(router + ": " + reply.refusal());
    }
    if (reply.target() || reply.refusal() != null) {
      reached |= reply.target();
      end = sent.hop;
      path.endAt(end);
      if (sample < samples) {
        turn();
      }
    }
  }

  /** The packet that a reply is about if only one is on its way. */
  private @Nullable Sent only() {
    oneAtATime = true;
    if (outstanding.size() != 1) {
      return null;
    }
    Sent sent = outstanding.values().iterator().next();
    outstanding.clear();
    return sent;
  }

  Path path() {
    return path;
  }

  boolean reached() {
    return reached;
  }

  Set<String> refusals() {
    return refusals;
  }
}
