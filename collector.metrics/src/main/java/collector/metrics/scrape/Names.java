package collector.metrics.scrape;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds the addresses of names. The look-up of the platform blocks its thread, and would hold the
 * few threads under all virtual ones, so it has threads of its own. May be called from any thread.
 */
final class Names implements AutoCloseable {
  private static final int THREADS = 8;
  private static final int WAITING = 10_000;

  private final ExecutorService threads;

  /** Has no thread until a name is looked up. */
  Names(String owner) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name(owner + "/names-", 0).factory());
    pool.allowCoreThreadTimeOut(true);
    threads = pool;
  }

  /** The addresses of a name, or of an address as text. */
  List<InetAddress> addresses(String host, Duration timeout)
      throws IOException, InterruptedException {
    if (isLiteral(host)) {
      return List.of(literal(host));
    }
    Future<InetAddress[]> answer = threads.submit(() -> InetAddress.getAllByName(host));
    try {
      return Arrays.asList(answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException e) {
      throw new IOException("the name %s does not resolve".formatted(host), e);
    } catch (TimeoutException e) {
      throw new IOException("the name %s did not resolve in time".formatted(host), e);
    } finally {
      answer.cancel(false);
    }
  }

  /** Whether it is meant as an address, and not looked up. */
  static boolean isLiteral(String host) {
    return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
  }

  private static InetAddress literal(String host) throws UnknownHostException {
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException e) {
      UnknownHostException unknown =
          new UnknownHostException("'%s' is not an address".formatted(host));
      unknown.initCause(e);
      throw unknown;
    }
  }

  /** Ends its threads; what is looked up is not waited for. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
