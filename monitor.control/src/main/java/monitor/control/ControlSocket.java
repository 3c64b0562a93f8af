package monitor.control;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import monitor.rest.http.Answers;
import monitor.rest.http.Call;
import monitor.rest.http.Identity;
import monitor.rest.http.Problem;
import monitor.rest.http.Reply;
import monitor.rest.http.Role;
import monitor.rest.http.RouteTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves routes at a Unix domain socket: one request a connection, each on a virtual thread.
 * Whoever may open the socket may do everything, as the owner of the process could by other means;
 * the system lets nobody else open it.
 */
final class ControlSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);

  /** Connections at a time; further ones wait in the system's queue. */
  private static final int MAX_CONNECTIONS = 16;

  private static final Identity OWNER =
      new Identity("control socket", Role.ADMIN, "control socket", Instant.MAX, null);

  private final RouteTable routes;
  private final Answers answers;
  private final Duration patience;
  private final SocketPlace place;
  private final ServerSocketChannel server;
  private final Semaphore free = new Semaphore(MAX_CONNECTIONS);
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("monitor.control deadlines").factory());
  private final Thread acceptor;

  /**
   * Begins to listen.
   *
   * @param patience after which a connection is cut, whatever it is doing
   * @throws IOException if the socket cannot be made
   */
  ControlSocket(Path folder, RouteTable routes, Answers answers, Duration patience)
      throws IOException {
    this.routes = routes;
    this.answers = answers;
    this.patience = patience;
    place = SocketPlace.in(folder);
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(place.socket()));
      place.restrict();
    } catch (IOException e) {
      server.close();
      place.remove();
      throw e;
    }
    acceptor = Thread.ofPlatform().daemon().name("monitor.control").start(this::accept);
  }

  /** Where it listens. */
  Path path() {
    return place.socket();
  }

  private void accept() {
    try {
      while (true) {
        free.acquire();
        SocketChannel channel = next();
        open.add(channel);
        var _ = deadlines.schedule(() -> cut(channel), patience.toMillis(), TimeUnit.MILLISECONDS);
        Thread.ofVirtual().name("monitor.control request").start(() -> serve(channel));
      }
    } catch (InterruptedException | ClosedChannelException e) {
      // It was closed.
    } catch (IOException e) {
      LOG.error("The control socket takes no more connections.", e);
    }
  }

  private SocketChannel next() throws IOException {
    try {
      return server.accept();
    } catch (IOException e) {
      free.release();
      throw e;
    }
  }

  private void cut(SocketChannel channel) {
    if (open.remove(channel)) {
      try {
        channel.close();
      } catch (IOException e) {
        LOG.debug("A connection was gone already.", e);
      }
    }
  }

  private void serve(SocketChannel channel) {
    try {
      InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
      exchange(in, Channels.newOutputStream(channel));
    } catch (IOException e) {
      LOG.debug("The client of the control socket went away.", e);
    } finally {
      cut(channel);
      free.release();
    }
  }

  /**
   * Answers one request.
   *
   * @throws IOException if the client goes away before it has asked or been answered
   */
  private void exchange(InputStream in, OutputStream out) throws IOException {
    String id = Answers.requestId();
    boolean withBody = true;
    Reply.Content reply;
    try {
      SocketRequest request = SocketRequest.read(in);
      withBody = !request.method().equals("HEAD");
      reply = answer(request, id);
    } catch (Problem problem) {
      reply = answers.failure(problem, "unread", id);
    }
    answers.count(reply.status());
    SocketAnswer.write(reply.header("X-Request-Id", id), withBody, out);
  }

  private Reply.Content answer(SocketRequest request, String id) {
    try {
      return handle(request, id);
    } catch (Exception e) {
      return answers.failure(e, request.method() + " " + request.path(), id);
    }
  }

  private Reply.Content handle(SocketRequest request, String id) throws Exception {
    RouteTable.Match match = routes.match(request);
    Reply reply = match.route().handler().handle(new Call(request, match.values(), OWNER, id));
    while (reply instanceof Reply.Later later) {
      reply = later.reply().toCompletableFuture().get();
    }
    if (reply instanceof Reply.Content content) {
      return content;
    }
    throw new IllegalStateException(match.route() + " has no answer that ends");
  }

  /** Ends every connection, after a moment for answers, and takes the socket away. */
  @Override
  public void close() throws IOException {
    server.close();
    place.remove();
    acceptor.interrupt();
    try {
      acceptor.join(Duration.ofSeconds(2));
      var _ = free.tryAcquire(MAX_CONNECTIONS, 500, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    deadlines.shutdownNow();
    open.forEach(this::cut);
  }
}
