package probe.reachability;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One request and what follows from it, over connections that are closed afterwards; bounded by the
 * time-out however slowly things come. For one thread.
 */
final class HttpExchange {
  private final HttpSettings settings;
  private final HttpExpectation expectation;
  private final Resolver resolver;
  private final Tls tls;
  private final Deadline deadline;
  private long dnsNanos;
  private long connectNanos;
  private long tlsNanos;
  private long firstByteNanos;
  private long bodyNanos;
  private @Nullable InetAddress address;

  private HttpExchange(
      HttpSettings settings,
      HttpExpectation expectation,
      Resolver resolver,
      Tls tls,
      Deadline deadline) {
    this.settings = settings;
    this.expectation = expectation;
    this.resolver = resolver;
    this.tls = tls;
    this.deadline = deadline;
  }

  /**
   * How long each part took, over all redirections.
   *
   * @param dns finding the addresses
   * @param connect making the TCP connections
   * @param tls shaking hands
   * @param firstByte from sending the requests to the first byte of the answers
   * @param body from there to the end
   * @param total all of it
   */
  record Nanos(long dns, long connect, long tls, long firstByte, long body, long total) {}

  /**
   * What is kept of an answer until the round is over: neither its headers nor its body.
   *
   * @param status of the last answer
   * @param bytes length of its body
   * @param problem what is wrong with it; null if nothing is
   * @param nanos how long it took
   * @param redirects how many were followed
   * @param address who gave it
   */
  record Done(
      int status,
      long bytes,
      @Nullable String problem,
      Nanos nanos,
      int redirects,
      @Nullable InetAddress address) {}

  /**
   * Sends a request and reads the answer. Redirections are followed, but not from https to http.
   *
   * @throws IOException if there is no answer; {@link Failures#reason} has a sentence about it
   */
  static Done run(HttpSettings settings, HttpExpectation expectation, Resolver resolver, Tls tls)
      throws IOException, InterruptedException {
    try (Deadline deadline = new Deadline(settings.timeout())) {
      try {
        return new HttpExchange(settings, expectation, resolver, tls, deadline).follow();
      } catch (UnknownHostException e) {
        throw e;
      } catch (IOException e) {
        throw deadline.over() ? new SocketTimeoutException() : e;
      }
    }
  }

  private Done follow() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    URI uri = settings.uri();
    HttpRequest request = settings.request();
    for (int redirects = 0; ; redirects++) {
      HttpAnswer answer = once(uri, request);
      String location = answer.headers().get("Location");
      if (settings.redirects() == 0 || location == null || !redirection(answer.status())) {
        return done(answer, System.nanoTime() - begin, redirects);
      }
      if (redirects == settings.redirects()) {
        throw new IOException("more than %d redirections".formatted(redirects));
      }
      URI next = next(uri, location);
      request =
          request.redirected(answer.status(), !next.getAuthority().equals(uri.getAuthority()));
      uri = next;
    }
  }

  private Done done(HttpAnswer answer, long total, int redirects) {
    Nanos nanos = new Nanos(dnsNanos, connectNanos, tlsNanos, firstByteNanos, bodyNanos, total);
    String problem = expectation.problem(answer);
    return new Done(answer.status(), answer.bytes(), problem, nanos, redirects, address);
  }

  private static boolean redirection(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  private static URI next(URI from, String location) throws IOException {
    try {
      URI next = HttpSettings.uri(from.resolve(location).toString());
      if (from.getScheme().equals("https") && !next.getScheme().equals("https")) {
        throw new IOException("it redirects from https to http");
      }
      return next;
    } catch (IllegalArgumentException e) {
      throw new IOException("it redirects to what is not an http or https URL", e);
    }
  }

  private HttpAnswer once(URI uri, HttpRequest request) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    String host = HttpSettings.host(uri);
    InetAddress to = resolver.resolve(host, settings.family(), deadline.left());
    address = to;
    long resolved = System.nanoTime();
    dnsNanos += resolved - begin;
    try (Socket socket = new Socket()) {
      deadline.closes(socket);
      socket.setTcpNoDelay(true);
      int port = HttpSettings.port(uri);
      socket.connect(new InetSocketAddress(to, port), (int) deadline.left().toMillis());
      long connected = System.nanoTime();
      connectNanos += connected - resolved;
      if (!uri.getScheme().equals("https")) {
        return ask(socket, uri, request);
      }
      try (SSLSocket secured = tls.over(socket, host, port)) {
        secured.startHandshake();
        tlsNanos += System.nanoTime() - connected;
        return ask(secured, uri, request);
      }
    }
  }

  private HttpAnswer ask(Socket socket, URI uri, HttpRequest request) throws IOException {
    long begin = System.nanoTime();
    socket.getOutputStream().write(request.bytes(uri));
    InputStream in = new BufferedInputStream(socket.getInputStream());
    in.mark(1);
    in.read();
    in.reset();
    long first = System.nanoTime();
    firstByteNanos += first - begin;
    HttpAnswer answer = HttpAnswer.read(in, request.method(), expectation.body());
    bodyNanos += System.nanoTime() - first;
    return answer;
  }
}
