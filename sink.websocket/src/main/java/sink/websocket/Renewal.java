package sink.websocket;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import monitor.api.sink.SinkContext;
import monitor.api.status.Status;
import monitor.wire.Pem;
import monitor.wire.Petition;
import monitor.wire.PrivateFile;
import monitor.wire.Registrar;
import monitor.wire.Tls;

/**
 * Renews the certificate of this agent when a third of its time is left. One thread; {@link #end}
 * may be called by others.
 */
final class Renewal {
  /** The file may be replaced by a person meanwhile. */
  private static final Duration MOST_WAIT = Duration.ofHours(1);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private final Settings settings;
  private final SinkContext context;
  private final Path file;
  private final Runnable renewed;
  private final Pauses pauses = new Pauses(FIRST_PAUSE, MOST_WAIT, new SplittableRandom());
  private final CountDownLatch over = new CountDownLatch(1);

  /**
   * Of the file that holds key and certificate.
   *
   * @param renewed called when it was replaced
   */
  Renewal(Settings settings, SinkContext context, Runnable renewed) {
    this.settings = settings;
    this.context = context;
    this.file = settings.tls().certificate().orElseThrow();
    this.renewed = renewed;
  }

  /** Looks at the certificate until it is ended. */
  void run() throws InterruptedException {
    long nanos = 0;
    while (!over.await(nanos, TimeUnit.NANOSECONDS)) {
      nanos = look();
    }
  }

  /** Renews it if it is time to; returns how long to wait. */
  private long look() throws InterruptedException {
    try {
      X509Certificate current = current();
      Duration left = Duration.between(context.clock().instant(), due(current));
      if (!left.isPositive()) {
        current = renew();
        renewed.run();
        // Not by the wall clock, which may be wrong.
        left = lifetime(current).multipliedBy(2).dividedBy(3);
      }
      pauses.reset();
      return (left.compareTo(MOST_WAIT) < 0 ? left : MOST_WAIT).toNanos();
    } catch (IOException e) {
      long nanos = pauses.nextNanos();
      context.report(
          Status.degraded(
              "%s; tried again in %d s"
                  .formatted(words(e), TimeUnit.NANOSECONDS.toSeconds(nanos))));
      return nanos;
    }
  }

  private X509Certificate current() throws IOException {
    return Tls.certificates(file).getFirst();
  }

  private static Duration lifetime(X509Certificate certificate) {
    return Duration.between(
        certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
  }

  private static Instant due(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant().minus(lifetime(certificate).dividedBy(3));
  }

  /** Asks one collector after the other. */
  private X509Certificate renew() throws IOException, InterruptedException {
    IOException failure = new IOException("no address of a collector is encrypted");
    for (URI address : settings.addresses()) {
      try {
        Petition petition = Petition.of(context.agent());
        List<X509Certificate> chain =
            new Registrar(address, settings.connectTimeout()).renew(settings.tls(), petition);
        PrivateFile.write(file, Pem.of(petition.keys().getPrivate()) + Pem.of(chain));
        return chain.getFirst();
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private String words(IOException failure) {
    try {
      Instant end = current().getNotAfter().toInstant();
      return end.isAfter(context.clock().instant())
          ? "the certificate ends at %s and cannot be renewed: %s"
              .formatted(end, failure.getMessage())
          : "the certificate has ended at %s, join again with a new token (monitor init --join): %s"
              .formatted(end, failure.getMessage());
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Ends it; where it waits for a collector, the runtime interrupts it. */
  void end() {
    over.countDown();
  }
}
