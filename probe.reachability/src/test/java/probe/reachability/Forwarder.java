package probe.reachability;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A link between two namespaces that does with each packet what a test says: it is forwarded as
 * often, and as what, is returned. Packets in the other direction are forwarded as they are.
 */
final class Forwarder implements AutoCloseable {
  private final Tunnel near;
  private final Tunnel far;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Thread there;
  private final Thread back;

  private Forwarder(Tunnel near, Tunnel far, Function<byte[], List<byte[]>> fate) {
    this.near = near;
    this.far = far;
    there = Thread.ofPlatform().name("forwarder").start(() -> forward(near, far, fate));
    back = Thread.ofPlatform().name("forwarder back").start(() -> forward(far, near, List::of));
  }

  /** Joins r3 (10.9.5.1) and d (10.9.5.2) of a chain. */
  static Forwarder of(Chain chain, Function<byte[], List<byte[]>> fate) throws Exception {
    Tunnel near = chain.namespaces.in("r3", () -> Tunnel.open("near"));
    Tunnel far = chain.namespaces.in("d", () -> Tunnel.open("far"));
    chain.namespaces.shell("r3", "ip addr add 10.9.5.1/24 dev near; ip link set near up");
    chain.namespaces.shell("d", "ip addr add 10.9.5.2/24 dev far; ip link set far up");
    return new Forwarder(near, far, fate);
  }

  /** Drops IP packets of one protocol by a seed, and counts them. */
  static final class Loss implements Function<byte[], List<byte[]>> {
    private final Random random;
    private final int protocol;
    private final double share;
    final AtomicInteger dropped = new AtomicInteger();

    Loss(long seed, int protocol, double share) {
      this.random = new Random(seed);
      this.protocol = protocol;
      this.share = share;
    }

    @Override
    public List<byte[]> apply(byte[] packet) {
      if (packet[0] >> 4 != 4 || packet[9] != protocol || random.nextDouble() >= share) {
        return List.of(packet);
      }
      dropped.incrementAndGet();
      return List.of();
    }
  }

  private void forward(Tunnel from, Tunnel to, Function<byte[], List<byte[]>> fate) {
    try {
      while (!ended.get()) {
        byte @Nullable [] packet = from.next(50);
        for (byte[] next : packet == null ? List.<byte[]>of() : fate.apply(packet)) {
          to.deliver(next);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Lets a packet come to r3 as if from d. */
  void answer(byte[] packet) {
    try {
      near.deliver(packet);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    ended.set(true);
    there.join();
    back.join();
    near.close();
    far.close();
  }
}
