package monitor.itest.space;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes connections on between the loopback of the test and a host, or within a host. */
final class Door implements AutoCloseable {
  private static final int BACKLOG = 50;
  private static final int CONNECT_MILLIS = 5_000;
  private static final int PART_BYTES = 16 << 10;

  private final ServerSocket listener;
  private final Opening opening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Trouble trouble = Trouble.NONE;

  /** Makes the connection to where it leads. */
  @FunctionalInterface
  private interface Opening {
    Socket connect() throws Exception;
  }

  private Door(ServerSocket listener, Opening opening) {
    this.listener = listener;
    this.opening = opening;
    daemon(this::accept);
  }

  /** From a port of the loopback of the test to an address as a host sees it. */
  static Door into(Space space, String host, InetSocketAddress address) throws IOException {
    return new Door(
        new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()),
        () -> space.on(host, () -> connected(address)));
  }

  /** From a port of all addresses of a host to one of the loopback of the test. */
  static Door outOf(Space space, String host, int port, int target) throws Exception {
    return new Door(
        space.on(host, () -> new ServerSocket(port, BACKLOG)),
        () -> connected(new InetSocketAddress(InetAddress.getLoopbackAddress(), target)));
  }

  /** From a port of all addresses of a host to another one of it. */
  static Door on(Space space, String host, int port, int target) throws Exception {
    InetSocketAddress own = new InetSocketAddress(InetAddress.getLoopbackAddress(), target);
    return new Door(
        space.on(host, () -> new ServerSocket(port, BACKLOG)),
        () -> space.on(host, () -> connected(own)));
  }

  /** What happens to bytes that pass from now on. */
  void trouble(Trouble now) {
    trouble = now;
  }

  /** Resets every connection. */
  void reset() {
    for (Socket socket : open) {
      try {
        socket.setSoLinger(true, 0);
      } catch (IOException e) {
        continue; // it is gone
      }
      end(socket);
    }
  }

  private static Socket connected(InetSocketAddress address) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(address, CONNECT_MILLIS);
      socket.setTcpNoDelay(true);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static void daemon(Runnable work) {
    Thread.ofPlatform().daemon().name("door").start(work);
  }

  /** Where it is entered. */
  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = listener.accept();
        open.add(near);
        daemon(() -> join(near));
      }
    } catch (IOException e) {
      return; // closed
    }
  }

  private void join(Socket near) {
    try {
      near.setTcpNoDelay(true);
      Socket far = opening.connect();
      open.add(far);
      daemon(() -> pump(far, near, true));
      pump(near, far, false);
    } catch (Exception e) {
      end(near);
    }
  }

  private void pump(Socket from, Socket to, boolean back) {
    byte[] part = new byte[PART_BYTES];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(part); read >= 0; read = in.read(part)) {
        trouble.pass(out, part, read, back);
      }
    } catch (IOException e) {
      // Both are ended below.
    }
    end(from);
    end(to);
  }

  private void end(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      return; // it is gone
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    open.forEach(this::end);
  }
}
