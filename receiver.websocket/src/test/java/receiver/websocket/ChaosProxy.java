package receiver.websocket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Stands between agent and collector on loopback, and cuts, delays and swallows. What it does may
 * be changed while it runs.
 */
final class ChaosProxy implements AutoCloseable {
  private static final int PART_BYTES = 4 << 10;
  private static final int WELCOME_BYTES = 1_000;

  private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final Random random;

  /** Where the collector listens now. */
  volatile int target;

  /** After so many bytes from the agent a connection is cut. */
  volatile LongSupplier cutAfter = () -> Long.MAX_VALUE;

  /** Whether what the collector says after its welcome is swallowed. */
  volatile boolean swallowing;

  /** Most bytes that are passed on at a time. */
  volatile int slice = Integer.MAX_VALUE;

  /** One of the first so many bytes from the agent is changed on each connection; 0 for none. */
  volatile int corruptWithin;

  /** Whether nothing passes either way, and nobody is told. */
  volatile boolean frozen;

  /** What it changes by chance follows from the seed. */
  ChaosProxy(long seed) throws IOException {
    random = new Random(seed);
    daemon(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Connections since the begin. */
  int connections() {
    return connections.get();
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "chaos proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (!listening.isClosed()) {
        Socket agent = listening.accept();
        connections.incrementAndGet();
        join(agent);
      }
    } catch (IOException e) {
      // It is closed.
    }
  }

  private void join(Socket agent) throws IOException {
    Socket collector = new Socket();
    try {
      collector.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 5_000);
    } catch (IOException e) {
      agent.close();
      collector.close();
      return;
    }
    Link link = new Link(agent, collector);
    links.add(link);
    long budget = cutAfter.getAsLong();
    daemon(() -> link.pump(agent, collector, budget, false));
    daemon(() -> link.pump(collector, agent, Long.MAX_VALUE, true));
  }

  /** Cuts every connection there is. */
  void cut() {
    links.forEach(Link::cut);
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cut();
  }

  private final class Link {
    private final Socket agent;
    private final Socket collector;

    Link(Socket agent, Socket collector) {
      this.agent = agent;
      this.collector = collector;
    }

    void pump(Socket from, Socket to, long budget, boolean answers) {
      byte[] part = new byte[PART_BYTES];
      int within = answers ? 0 : corruptWithin;
      long corrupted = within > 0 ? random.nextInt(within) : -1;
      long left = budget;
      long heard = 0;
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int read = in.read(part); read >= 0; read = in.read(part)) {
          int passed = (int) Math.min(read, left);
          left -= passed;
          boolean swallowed = answers && swallowing && heard > WELCOME_BYTES;
          if (heard <= corrupted && corrupted < heard + passed && corruptWithin > 0) {
            part[(int) (corrupted - heard)] ^= 0x10;
          }
          heard += passed;
          if (!frozen && !swallowed) {
            write(out, part, passed);
          }
          if (left == 0) {
            break;
          }
        }
      } catch (IOException e) {
        // It is cut below.
      }
      cut();
    }

    private void write(OutputStream out, byte[] part, int length) throws IOException {
      for (int at = 0; at < length; at += Math.min(slice, length - at)) {
        out.write(part, at, Math.min(slice, length - at));
        out.flush();
      }
    }

    void cut() {
      links.remove(this);
      close(agent);
      close(collector);
    }

    private static void close(Socket socket) {
      try {
        socket.setSoLinger(true, 0);
      } catch (IOException e) {
        // It is closed already.
      }
      try {
        socket.close();
      } catch (IOException e) {
        // Nothing more can be done.
      }
    }
  }
}
