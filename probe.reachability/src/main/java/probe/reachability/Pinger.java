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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import probe.reachability.Inbox.Message;

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
    /** It was answered after this time, at this moment of {@link System#nanoTime()}. */
    record Reply(long nanos, long arrivedNanos) implements Answer {}

    /** It was not, for this reason. */
    record Failure(String reason) implements Answer {}
  }

  /** A request on its way, known until it is forgotten. */
  final class Echo {
    private final int sequence;
    private final InetAddress address;
    private final long sentNanos;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final AtomicInteger further = new AtomicInteger();

    private Echo(int sequence, InetAddress address, long sentNanos) {
      this.sequence = sequence;
      this.address = address;
      this.sentNanos = sentNanos;
    }

    /** Waits for the answer until a time after sending; a later one does not count. */
    Answer await(Duration timeout) throws InterruptedException {
      long left = timeout.toNanos() - (System.nanoTime() - sentNanos);
      Answer.Failure late = new Answer.Failure("no answer within " + Durations.text(timeout));
      try {
        answer.get(Math.max(0, left), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        answer.complete(late);
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
      // Nobody looked at the moment when the time was over.
      if (answer.join() instanceof Answer.Reply reply && reply.nanos() > timeout.toNanos()) {
        further.incrementAndGet();
        return late;
      }
      return answer.join();
    }

    /** How many answers came after the first, or after the time-out. */
    int further() {
      return further.get();
    }

    /** Passes over whatever comes from now on. */
    void forget() {
      awaited.remove(sequence, this);
    }

    private void replied(long receivedNanos) {
      // An arrival before the sending comes from a step of the wall clock that stamped it.
      long arrived = receivedNanos > sentNanos ? receivedNanos : System.nanoTime();
      if (!answer.complete(new Answer.Reply(arrived - sentNanos, arrived))) {
        further.incrementAndGet();
      }
    }

    private void failed(String reason) {
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
    for (Message error = open.error(); error != null; error = open.error()) {
      undelivered(error);
    }
    for (Message packet = open.receive(); packet != null; packet = open.receive()) {
      answered(packet, open.raw());
    }
  }

  private void answered(Message message, boolean raw) {
    ByteBuffer bytes = message.bytes();
    EchoPacket packet = EchoPacket.read(bytes);
    if (packet == null
        || packet.nonce() != nonce
        || EchoPacket.type(bytes) != family.reply()
        || (raw && EchoPacket.identifier(bytes) != identifier)) {
      return;
    }
    Echo echo = awaited.get(packet.sequence());
    if (echo != null && echo.address.equals(message.from())) {
      echo.replied(message.nanos());
    }
  }

  /**
   * A router may quote no more than the header, so the address must do where the nonce is missing.
   */
  private void undelivered(Message message) {
    ByteBuffer bytes = message.bytes();
    if (message.error() == null || bytes.remaining() < EchoPacket.HEADER) {
      return;
    }
    EchoPacket packet = EchoPacket.read(bytes);
    Echo echo = awaited.get(EchoPacket.sequence(bytes));
    if (echo != null
        && echo.address.equals(message.from())
        && (packet == null || packet.nonce() == nonce)) {
      echo.failed(family.reason(message.error().type(), message.error().code()));
    }
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
