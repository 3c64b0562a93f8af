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
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;
import probe.reachability.Inbox.Message;

/**
 * Echo requests of one family over one socket, for any number of targets at once. One thread
 * receives for all, also while nothing is awaited, so that answers that come too late do not fill
 * the room of the next. The socket is opened for the first request, and again after a failure. All
 * methods may be called from any thread.
 */
final class Pinger implements AutoCloseable {
  private static final int SEQUENCES = 1 << 16;

  private static final String STOPPED = "the ping probe has been stopped";
  private static final Duration END = Duration.ofMillis(500);

  private final IcmpFamily family;
  private final long nonce = new SecureRandom().nextLong();
  private final int identifier = (int) (nonce & 0xffff);
  private final Map<Integer, Echo> awaited = new ConcurrentHashMap<>();
  private final AtomicInteger last = new AtomicInteger();

  /** Nobody may send on a descriptor that is closed, because it may be another's by then. */
  private final StampedLock open = new StampedLock();

  private @Nullable IcmpSocket socket;
  private @Nullable Thread receiver;
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
    private volatile long sentNanos;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final AtomicInteger further = new AtomicInteger();

    private Echo(int sequence, InetAddress address) {
      this.sequence = sequence;
      this.address = address;
    }

    private void send(IcmpSocket socket, int size) throws IOException {
      byte[] request = new EchoPacket(sequence, nonce).request(family, identifier, size);
      sentNanos = System.nanoTime();
      try {
        socket.send(address, request);
      } catch (IOException e) {
        forget();
        throw e;
      }
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
    while (true) {
      long stamp = open.readLock();
      try {
        IcmpSocket usable = usable(rawAllowed);
        if (usable != null) {
          Echo echo = awaited(address);
          echo.send(usable, size);
          return echo;
        }
      } finally {
        open.unlockRead(stamp);
      }
      open(rawAllowed);
    }
  }

  private Echo awaited(InetAddress address) throws IOException {
    for (int tried = 0; tried < SEQUENCES; tried++) {
      Echo echo = new Echo(last.incrementAndGet() & SEQUENCES - 1, address);
      if (awaited.putIfAbsent(echo.sequence, echo) == null) {
        return echo;
      }
    }
    throw new IOException("too many echo requests without an answer: " + SEQUENCES);
  }

  private @Nullable IcmpSocket usable(boolean rawAllowed) throws IOException {
    if (closed) {
      throw new IOException(STOPPED);
    }
    if (socket != null && socket.raw() && !rawAllowed) {
      throw new IOException("no ICMP socket: a raw one is not granted");
    }
    return socket;
  }

  private void open(boolean rawAllowed) throws IOException {
    long stamp = open.writeLock();
    try {
      if (usable(rawAllowed) == null) {
        IcmpSocket opened = IcmpSocket.open(family, nonce, rawAllowed);
        socket = opened;
        receiver =
            Thread.ofPlatform().daemon().name("probe.ping/" + family).start(() -> receive(opened));
      }
    } finally {
      open.unlockWrite(stamp);
    }
  }

  private void receive(IcmpSocket opened) {
    String end = STOPPED;
    try {
      while (!ended()) {
        drain(opened, opened.await());
      }
    } catch (IOException e) {
      end = "the ICMP socket failed: " + e.getMessage();
    } finally {
      release(opened, end);
    }
  }

  private boolean ended() {
    long stamp = open.readLock();
    boolean ended = closed;
    open.unlockRead(stamp);
    return ended;
  }

  private void release(IcmpSocket opened, String reason) {
    long stamp = open.writeLock();
    socket = null;
    opened.close();
    awaited.values().forEach(echo -> echo.failed(reason));
    open.unlockWrite(stamp);
  }

  private void drain(IcmpSocket opened, boolean failed) throws IOException {
    for (Message error = failed ? opened.error() : null; error != null; error = opened.error()) {
      undelivered(error);
    }
    for (Message packet = opened.receive(); packet != null; packet = opened.receive()) {
      answered(packet, opened.raw());
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
    long stamp = open.writeLock();
    closed = true;
    Thread ending = receiver;
    if (socket != null) {
      socket.wake();
    }
    open.unlockWrite(stamp);
    join(ending);
  }

  private static void join(@Nullable Thread thread) {
    try {
      if (thread != null) {
        thread.join(END);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
