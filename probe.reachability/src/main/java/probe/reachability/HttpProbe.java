package probe.reachability;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import javax.net.ssl.X509ExtendedTrustManager;
import monitor.api.capability.Grant;
import monitor.api.event.Attributes;
import monitor.api.probe.DetailedProbe;
import monitor.api.probe.Probe;
import monitor.api.probe.ProbeProperties;
import monitor.api.probe.ProbeResult.HttpGet;
import monitor.api.probe.Round;
import monitor.api.probe.Target;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import probe.reachability.HttpExchange.Done;
import probe.reachability.HttpExchange.Nanos;

/**
 * An HTTP or HTTPS request over a connection of its own, until the body has been read; of several
 * samples the last answer, and the means of the times. Parameters: {@code method}, {@code
 * header.NAME}, {@code body}, {@code expect-status} (a range such as 200-399, the default), {@code
 * expect-body} (text that the body must contain), {@code redirects} (followed at most, default 10),
 * {@code authorities} (file of trusted certificates), {@code family} (4 or 6).
 */
@Component(service = Probe.class)
@ProbeProperties(probe = "http")
public final class HttpProbe implements DetailedProbe {
  private final Resolver resolver;
  private final Map<String, X509ExtendedTrustManager> trusted = new ConcurrentHashMap<>();

  /** A probe that holds no connection between its rounds. */
  @Activate
  public HttpProbe(@Reference Resolver resolver) {
    this.resolver = resolver;
  }

  @Override
  public Round round(Target target, Grant grant) throws InterruptedException {
    HttpSettings settings = HttpSettings.of(target);
    HttpExpectation expectation = HttpExpectation.of(target.parameters());
    Tls tls;
    try {
      tls = new Tls(trusted(settings.authorities()));
    } catch (IOException e) {
      return new Round(new HttpGet(null, null, null, e.getMessage(), false), Attributes.EMPTY);
    }
    String late = "no complete answer within " + Durations.text(target.timeout());
    Samples<Done> samples =
        Samples.take(
            target,
            () -> HttpExchange.run(settings, expectation, resolver, tls),
            done -> done.nanos().total(),
            Done::problem,
            e -> Failures.reason(e, late));
    return new Round(result(samples), details(samples, tls));
  }

  /** Read once for each file, as it costs more than a request. */
  private X509ExtendedTrustManager trusted(String authorities) throws IOException {
    X509ExtendedTrustManager known = trusted.get(authorities);
    if (known == null) {
      known = Tls.trusted(authorities);
      trusted.put(authorities, known);
    }
    return known;
  }

  private static HttpGet result(Samples<Done> samples) {
    Done last = samples.last();
    return new HttpGet(
        last == null ? null : last.status(),
        samples.meanMillis(),
        last == null ? null : last.bytes(),
        samples.error(),
        samples.error() == null);
  }

  private static Attributes details(Samples<Done> samples, Tls tls) {
    Done last = samples.last();
    Attributes details = samples.details();
    if (last != null && last.address() != null) {
      details =
          details
              .with(Details.ADDRESS, last.address().getHostAddress())
              .with("http.redirects", last.redirects())
              .with("http.dns.ms", mean(samples, Nanos::dns))
              .with("http.connect.ms", mean(samples, Nanos::connect))
              .with("http.first-byte.ms", mean(samples, Nanos::firstByte))
              .with("http.body.ms", mean(samples, Nanos::body));
    }
    Instant expires = tls.expires();
    if (expires == null) {
      return details;
    }
    double days = Duration.between(Instant.now(), expires).toMillis() / 86_400_000.0;
    return details
        .with("http.tls.ms", mean(samples, Nanos::tls))
        .with("tls.certificate.expires", expires.toString())
        .with("tls.certificate.days-left", days);
  }

  private static double mean(Samples<Done> samples, ToLongFunction<Nanos> part) {
    return Durations.millis(
        (long)
            samples.answers().stream()
                .mapToLong(done -> part.applyAsLong(done.nanos()))
                .average()
                .orElse(0));
  }

  @Override
  public List<String> check(Target target) {
    return HttpSettings.check(target);
  }
}
