package probe.reachability;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import probe.reachability.IcmpSocket.Received;

/**
 * Echo requests of one family over one socket, for any number of targets at once. One thread
 * receives for all; it rests while no answer is awaited. The socket is opened for the first
 * request, and again after a failure. All methods may be called from any thread.
 */
final class Pinger implements AutoCloseable {
  private static final int SEQUENCES = 1 << 16;

  /** How soon the receiving thread sees that it is to end, in milliseconds. */
  private static final int LOOK = 100;

  private final IcmpFamily family;
  private final long nonce = new SecureRandom().nextLong();
  private final int identifier = (int) (nonce & 0xffff);
  private final Map<Integer, Echo> awaited = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable IcmpSocket socket;
  private @Nullable Thread receiver;
  private int next;
  private boolean closed;

  Pinger(IcmpFamily family) {
    this.family = family;
  }

  /** What became of one request. */
  sealed interface Answer {
    /** It was answered after this time. */
    record Reply(long nanos) implements Answer {}

    /** It was not, for this reason. */
    record Failure(String reason) implements Answer {}
  }

  /** A request on its way. */
  final class Echo {
    private final int sequence;
    private final InetAddress address;
    private final long sentNanos;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    private Echo(int sequence, InetAddress address, long sentNanos) {
      this.sequence = sequence;
      this.address = address;
      this.sentNanos = sentNanos;
    }

    /** Waits for the answer until a time after sending. */
    Answer await(Duration timeout) throws InterruptedException {
      long left = timeout.toNanos() - (System.nanoTime() - sentNanos);
      try {
        return answer.get(Math.max(0, left), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        return new Answer.Failure("no answer within " + Durations.text(timeout));
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      } finally {
        awaited.remove(sequence, this);
      }
    }

    private void replied(long receivedNanos) {
      awaited.remove(sequence, this);
      // An arrival before the sending comes from a step of the wall clock that stamped it.
      long arrived = receivedNanos > sentNanos ? receivedNanos : System.nanoTime();
      answer.complete(new Answer.Reply(arrived - sentNanos));
    }

    private void failed(String reason) {
      awaited.remove(sequence, this);
      answer.complete(new Answer.Failure(reason));
    }
  }

  /**
   * Sends a request.
   *
   * @param size bytes of the payload, at least 8
   * @param rawAllowed whether a raw socket may be used where a datagram socket is not possible
   * @throws IOException if it could not be sent
   */
  Echo send(InetAddress address, int size, boolean rawAllowed) throws IOException {
    lock.lock();
    try {
      IcmpSocket open = opened(rawAllowed);
      int sequence = freeSequence();
      byte[] request = new EchoPacket(sequence, nonce).request(family, identifier, size);
      Echo echo = new Echo(sequence, address, System.nanoTime());
      awaited.put(sequence, echo);
      changed.signalAll();
      try {
        open.send(address, request);
      } catch (IOException e) {
        awaited.remove(sequence, echo);
        throw e;
      }
      return echo;
    } finally {
      lock.unlock();
    }
  }

  private int freeSequence() throws IOException {
    for (int tried = 0; tried < SEQUENCES; tried++) {
      next = (next + 1) % SEQUENCES;
      if (!awaited.containsKey(next)) {
        return next;
      }
    }
    throw new IOException("too many echo requests without an answer: " + SEQUENCES);
  }

  private IcmpSocket opened(boolean rawAllowed) throws IOException {
    if (closed) {
      throw new IOException("the ping probe has been stopped");
    }
    IcmpSocket open = socket;
    if (open == null || (open.raw() && !rawAllowed)) {
      if (open != null) {
        throw new IOException("no ICMP socket: a raw one is not granted");
      }
      open = IcmpSocket.open(family, rawAllowed);
      socket = open;
      IcmpSocket received = open;
      receiver =
          Thread.ofPlatform().daemon().name("probe.ping/" + family).start(() -> receive(received));
    }
    return open;
  }

  private void receive(IcmpSocket open) {
    try {
      while (awaitWork()) {
        if (open.await(LOOK)) {
          drain(open);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      awaited.values().forEach(echo -> echo.failed("the ICMP socket failed: " + e.getMessage()));
    } finally {
      release(open);
    }
  }

  /** Nobody may send on a descriptor that is closed, because it may be another's by then. */
  private void release(IcmpSocket open) {
    lock.lock();
    socket = null;
    open.close();
    lock.unlock();
  }

  private boolean awaitWork() throws InterruptedException {
    lock.lock();
    try {
      while (awaited.isEmpty() && !closed) {
        changed.await();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void drain(IcmpSocket open) throws IOException {
    for (Received packet = open.receive(); packet != null; packet = open.receive()) {
      take(packet, open.raw());
    }
  }

  private void take(Received packet, boolean raw) {
    ByteBuffer bytes = packet.bytes();
    if (bytes.remaining() < 8) {
      return;
    }
    int type = bytes.get(bytes.position()) & 0xff;
    if (type == family.reply()) {
      answered(packet, raw);
    } else if (family.undelivered(type)) {
      undelivered(bytes, type, bytes.get(bytes.position() + 1) & 0xff);
    }
  }

  private void answered(Received packet, boolean raw) {
    ByteBuffer bytes = packet.bytes();
    if (raw && (bytes.getShort(bytes.position() + 4) & 0xffff) != identifier) {
      return;
    }
    Echo echo = find(bytes);
    if (echo != null && echo.address.equals(packet.from())) {
      echo.replied(packet.nanos());
    }
  }

  /** Behind the header of such a message lies the packet that did not arrive. */
  private void undelivered(ByteBuffer bytes, int type, int code) {
    int ip = bytes.position() + 8;
    int length = family == IcmpFamily.V4 ? ipLength(bytes, ip) : 40;
    if (ip + length > bytes.limit()) {
      return;
    }
    Echo echo = find(bytes.position(ip + length));
    if (echo != null) {
      echo.failed(family.reason(type, code));
    }
  }

  private static int ipLength(ByteBuffer bytes, int at) {
    return at < bytes.limit() ? 4 * (bytes.get(at) & 0x0f) : 0;
  }

  private @Nullable Echo find(ByteBuffer bytes) {
    EchoPacket packet = EchoPacket.read(bytes);
    return packet == null || packet.nonce() != nonce ? null : awaited.get(packet.sequence());
  }

  /** Ends what is on its way, and the receiving thread. */
  @Override
  public void close() {
    lock.lock();
    closed = true;
    Thread ending = receiver;
    changed.signalAll();
    lock.unlock();
    awaited.values().forEach(echo -> echo.failed("the ping probe has been stopped"));
    join(ending);
  }

  private static void join(@Nullable Thread thread) {
    try {
      if (thread != null) {
        thread.join(Duration.ofMillis(5L * LOOK));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
