package probe.reachability;

import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import monitor.api.capability.Grant;
import monitor.api.probe.Probe;
import monitor.api.probe.ProbeProperties;
import monitor.api.probe.ProbeResult;
import monitor.api.probe.ProbeResult.HttpGet;
import monitor.api.probe.Target;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * An HTTP or HTTPS request over a connection of its own, until the body has been read; of several
 * samples the last answer, and the mean of the times. Parameters: {@code method} (GET or HEAD),
 * {@code expect-status} (a range such as 200-399, the default), {@code expect-body} (text that the
 * body must contain).
 */
@Component
@ProbeProperties(probe = "http")
public final class HttpProbe implements Probe {
  private final Resolver resolver;

  /** A probe that holds nothing between its rounds. */
  @Activate
  public HttpProbe(@Reference Resolver resolver) {
    this.resolver = resolver;
  }

  @Override
  public ProbeResult probe(Target target, Grant grant) throws InterruptedException {
    URI uri = uri(target.address());
    HttpExpectation expectation = HttpExpectation.of(target.parameters());
    try {
      resolver.resolve(host(uri), Resolver.Family.ANY, target.timeout());
    } catch (UnknownHostException e) {
      return new HttpGet(null, null, null, e.getMessage(), false);
    }
    return round(target, uri, expectation);
  }

  private static HttpGet round(Target target, URI uri, HttpExpectation expectation)
      throws InterruptedException {
    List<Long> times = new ArrayList<>();
    HttpExchange.@Nullable Answer last = null;
    String error = null;
    for (int i = 0; i < target.samples(); i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      try {
        last = HttpExchange.run(uri, expectation.method(), target.timeout());
        times.add(last.nanos());
        String unexpected = expectation.problem(last);
        error = unexpected == null ? error : unexpected;
      } catch (IOException e) {
        error = HttpExchange.reason(e, target.timeout());
      }
    }
    return result(last, times, error);
  }

  private static HttpGet result(
      HttpExchange.@Nullable Answer last, List<Long> times, @Nullable String error) {
    if (last == null) {
      return new HttpGet(null, null, null, error, false);
    }
    OptionalDouble mean = times.stream().mapToLong(Long::longValue).average();
    double millis = Durations.millis((long) mean.orElse(0));
    return new HttpGet(last.status(), millis, last.bytes(), error, error == null);
  }

  private static URI uri(String address) {
    URI uri = URI.create(address);
    String scheme = String.valueOf(uri.getScheme());
    if (!scheme.equals("http") && !scheme.equals("https") || uri.getHost() == null) {
      throw new IllegalArgumentException("'%s' is not an http or https URL".formatted(address));
    }
    return uri;
  }

  private static String host(URI uri) {
    String host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  @Override
  public List<String> check(Target target) {
    List<String> problems =
        Parameters.unknown(
            target.parameters(),
            HttpExpectation.METHOD,
            HttpExpectation.STATUS,
            HttpExpectation.BODY);
    Parameters.check(problems, () -> uri(target.address()));
    Parameters.check(problems, () -> HttpExpectation.of(target.parameters()));
    return problems;
  }
}
