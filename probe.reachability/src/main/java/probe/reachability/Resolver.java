package probe.reachability;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import monitor.api.identity.AgentConnections;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Finds the addresses of names for the probes of this bundle, anew each time. The look-up of the
 * platform blocks its thread, and would hold the few threads under all virtual ones, so it has
 * threads of its own; a name that is looked up already is not looked up once more, so that one
 * whose servers are silent holds one of them. May be called from any thread.
 */
@Component(service = Resolver.class)
public final class Resolver implements AutoCloseable {
  private static final int THREADS = 16;
  private static final int WAITING = 10_000;
  private static final Pattern DIGITS = Pattern.compile("[0-9.]+");

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          5,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(WAITING),
          Thread.ofPlatform().daemon().name("probe.resolver/", 0).factory());

  private final ConcurrentHashMap<String, CompletableFuture<InetAddress[]>> asked =
      new ConcurrentHashMap<>();
  private final Lookup lookup;
  private final AgentAddresses agents = new AgentAddresses();

  /** All addresses of a name, in the order in which they are to be used. */
  @FunctionalInterface
  interface Lookup {
    /** Blocks. */
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /** A resolver without threads until it is used. */
  @Activate
  public Resolver() {
    this(SystemNames.ofHost());
  }

  Resolver(Lookup lookup) {
    this.lookup = lookup;
    threads.allowCoreThreadTimeOut(true);
  }

  /** Takes who knows connected agents. */
  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindAgents(AgentConnections receiver) {
    agents.add(receiver);
  }

  void unbindAgents(AgentConnections receiver) {
    agents.remove(receiver);
  }

  /** Which addresses are wanted. */
  enum Family {
    ANY(address -> true),
    V4(Inet4Address.class::isInstance),
    V6(Inet6Address.class::isInstance);

    private final Predicate<InetAddress> fits;

    Family(Predicate<InetAddress> fits) {
      this.fits = fits;
    }
  }

  /**
   * The first address of a name, of an address as text, or of an agent as {@link AgentAddresses}
   * tells it.
   *
   * @param timeout how long to wait for an answer
   * @throws UnknownHostException if there is none; its message is a sentence
   */
  InetAddress resolve(String host, Family family, Duration timeout)
      throws UnknownHostException, InterruptedException {
    String name = agents.resolved(host);
    List<InetAddress> found = isLiteral(name) ? literal(name) : lookUp(name, timeout);
    return found.stream()
        .filter(family.fits)
        .findFirst()
        .orElseThrow(() ->
            new UnknownHostException(
                "%s has no address of IP version %s".formatted(host, family.name().charAt(1))));
  }

  private static boolean isLiteral(String host) {
    return host.indexOf(':') >= 0 || DIGITS.matcher(host).matches();
  }

  private static List<InetAddress> literal(String host) throws UnknownHostException {
    try {
      return List.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      throw unknown("'%s' is not an address".formatted(host), e);
    }
  }

  private List<InetAddress> lookUp(String host, Duration timeout)
      throws UnknownHostException, InterruptedException {
    try {
      return Arrays.asList(ask(host).get(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException e) {
      String reason =
          e.getCause() instanceof UnknownHostException why ? ": " + why.getMessage() : "";
      throw unknown("the name %s does not resolve%s".formatted(host, reason), e);
    } catch (TimeoutException e) {
      throw unknown(
          "the name %s did not resolve within %s".formatted(host, Durations.text(timeout)), e);
    } catch (RejectedExecutionException e) {
      throw unknown("the name %s waits behind too many others".formatted(host), e);
    }
  }

  private CompletableFuture<InetAddress[]> ask(String host) {
    return asked.computeIfAbsent(
        host, name -> CompletableFuture.supplyAsync(() -> addresses(name), threads));
  }

  private InetAddress[] addresses(String host) {
    try {
      return lookup.addresses(host);
    } catch (UnknownHostException e) {
      throw new CompletionException(e);
    } finally {
      asked.remove(host); // before the answer is known, so that who asks after it asks anew
    }
  }

  private static UnknownHostException unknown(String message, Exception cause) {
    UnknownHostException unknown = new UnknownHostException(message);
    unknown.initCause(cause);
    return unknown;
  }

  /** Ends its threads; what is looked up is not waited for. */
  @Deactivate
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
