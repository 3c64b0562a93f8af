package collector.traffic;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The conversations that go on, at most a given number: when there is room for no more, the one of
 * a few that is nearest to its time-out gives way. Used by one thread.
 */
final class Conversations {
  /** Why a conversation is no longer followed. */
  enum End {
    /** The connection was closed or reset. */
    CLOSED,
    /** Nothing was seen of it for its time-out. */
    IDLE,
    /** Its room was needed. */
    EVICTED,
    /** The capture ended. */
    STOPPED
  }

  /** Learns of the end of each conversation. */
  interface Listener {
    void ended(Conversation conversation, End end);
  }

  /** How many are compared when one has to give way. */
  private static final int CANDIDATES = 8;

  private final FlowSettings settings;
  private final Listener listener;
  private final @Nullable Conversation[] buckets;
  private @Nullable Conversation[] all = new @Nullable Conversation[64];
  private int count;
  private int hand;
  private long started;
  private long evicted;

  Conversations(FlowSettings settings, Listener listener) {
    this.settings = settings;
    this.listener = listener;
    int size = Integer.highestOneBit(Math.max(64, settings.most()) * 2 - 1);
    this.buckets = new @Nullable Conversation[size];
  }

  /** How many go on. */
  int count() {
    return count;
  }

  /** How many began. */
  long started() {
    return started;
  }

  /** How many gave way to others. */
  long evicted() {
    return evicted;
  }

  /** The conversation of a packet, which may begin with it. */
  Conversation of(Packet packet, long timeNanos, long nowNanos) {
    int hash = hash(packet);
    Conversation found = buckets[hash & buckets.length - 1];
    while (found != null) {
      if (found.hash == hash && found.has(packet)) {
        if (!beginsAnew(found, packet)) {
          return found;
        }
        remove(found, End.CLOSED);
        break;
      }
      found = found.next;
    }
    return begin(packet, hash, timeNanos, nowNanos);
  }

  /** A connection that was closed may be followed by another one between the same ports. */
  private static boolean beginsAnew(Conversation conversation, Packet packet) {
    return packet.protocol == Packet.TCP
        && packet.flag(Packet.SYN)
        && !packet.flag(Packet.ACK)
        && conversation.ended();
  }

  private Conversation begin(Packet packet, int hash, long timeNanos, long nowNanos) {
    if (count >= settings.most()) {
      evict();
    }
    boolean answer = packet.flag(Packet.SYN) && packet.flag(Packet.ACK);
    Conversation begun = new Conversation(started++, packet, hash, answer, timeNanos);
    begun.seenNanos = nowNanos;
    begun.reportNanos = nowNanos + settings.interval().toNanos();
    int bucket = hash & buckets.length - 1;
    begun.next = buckets[bucket];
    buckets[bucket] = begun;
    if (count == all.length) {
      all = Arrays.copyOf(all, Math.min(settings.most(), count * 2));
    }
    begun.index = count;
    all[count++] = begun;
    return begun;
  }

  private void evict() {
    Conversation first = at(hand);
    for (int i = 1; i < Math.min(CANDIDATES, count); i++) {
      Conversation other = at((hand + i) % count);
      if (deadline(other) - deadline(first) < 0) {
        first = other;
      }
    }
    hand = (hand + CANDIDATES) % count;
    evicted++;
    remove(first, End.EVICTED);
    hand = count == 0 ? 0 : hand % count;
  }

  private Conversation at(int index) {
    Conversation conversation = all[index];
    if (conversation == null) {
      throw new IllegalStateException("no conversation at " + index);
    }
    return conversation;
  }

  private long deadline(Conversation conversation) {
    TcpTrack tcp = conversation.tcp;
    if (tcp == null || tcp.state().opening()) {
      return conversation.seenNanos + settings.idle().toNanos();
    }
    return conversation.seenNanos
        + (tcp.state().ended() ? FlowSettings.LINGER : settings.tcpIdle()).toNanos();
  }

  /** Ends what has timed out, and shows each of the others; at a cost of a few ns for each. */
  void sweep(long nowNanos, Consumer<Conversation> others) {
    for (int i = count - 1; i >= 0; i--) {
      Conversation conversation = at(i);
      if (nowNanos - deadline(conversation) >= 0) {
        remove(conversation, conversation.ended() ? End.CLOSED : End.IDLE);
      } else {
        others.accept(conversation);
      }
    }
  }

  /** Ends all. */
  void stop() {
    while (count > 0) {
      Conversation last = at(count - 1);
      remove(last, last.ended() ? End.CLOSED : End.STOPPED);
    }
  }

  private void remove(Conversation conversation, End end) {
    int bucket = conversation.hash & buckets.length - 1;
    Conversation before = buckets[bucket];
    if (before == conversation) {
      buckets[bucket] = conversation.next;
    } else {
      while (before != null && before.next != conversation) {
        before = before.next;
      }
      if (before != null) {
        before.next = conversation.next;
      }
    }
    Conversation last = at(--count);
    all[conversation.index] = last;
    last.index = conversation.index;
    all[count] = null;
    listener.ended(conversation, end);
  }

  /** The same for both directions. */
  private static int hash(Packet packet) {
    long source = mix(packet.sourceHigh * 31 + packet.sourceLow, packet.sourcePort);
    long destination =
        mix(packet.destinationHigh * 31 + packet.destinationLow, packet.destinationPort);
    long sum = source + destination + packet.protocol;
    return (int) (sum ^ sum >>> 32);
  }

  /** Stafford's variant 13 of the finalizer of MurmurHash3, salted so that nobody can aim. */
  private static long mix(long address, int port) {
    long z = (address ^ SALT) + port * 0x9e3779b97f4a7c15L;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }

  private static final long SALT = new java.util.SplittableRandom().nextLong();
}
