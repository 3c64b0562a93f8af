package probe.reachability;

import java.io.IOException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Packets of a trace that routers take for one connection, because all that they choose a path by
 * is the same in each ("Paris traceroute", Augustin et al. 2006). For one thread; never blocks.
 */
sealed interface Flow extends AutoCloseable permits UdpFlow, EchoFlow {
  /** Number of a reply that does not say which packet it is about. */
  int UNKNOWN = -1;

  /**
   * What came back.
   *
   * @param number of the packet, or {@link #UNKNOWN}
   * @param from who answered; null if the kernel does not say
   * @param nanos when it arrived, as {@link System#nanoTime()}
   * @param target whether it is from the target, as good as an answer
   * @param refusal why the packet will not come further; null for a router on the way
   */
  record Reply(
      int number,
      @Nullable InetAddress from,
      long nanos,
      boolean target,
      @Nullable String refusal) {}

  /**
   * Sends a packet.
   *
   * @param hops how many it may go over, 1 to 255
   * @param number of it, 0 to 65535
   */
  void send(int hops, int number) throws IOException;

  /** The next reply; null if there is none now. */
  @Nullable Reply next() throws IOException;

  @Override
  void close();
}
