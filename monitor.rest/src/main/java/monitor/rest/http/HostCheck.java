package monitor.rest.http;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers only under names that are known to be ours, so that a name of somebody else that is made
 * to point here (DNS rebinding) gives its pages no access. Addresses are always fine: they cannot
 * be rebound. Immutable.
 */
public final class HostCheck {
  private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.]+]");

  private final Set<String> names = new HashSet<>();

  /** Accepts addresses, localhost, and these names. */
  public HostCheck(Collection<String> names) {
    this.names.add("localhost");
    names.stream()
        .filter(name -> !name.isBlank())
        .forEach(name -> this.names.add(name.toLowerCase(Locale.ROOT)));
  }

  /**
   * Checks the header {@code Host}.
   *
   * @throws Problem 421
   */
  void check(@Nullable String header) {
    String host = header == null ? "" : PORT.matcher(header).replaceFirst("");
    String name = host.toLowerCase(Locale.ROOT);
    if (!ADDRESS.matcher(name).matches() && !names.contains(name)) {
      throw Problem.of(421, "unknown-host", "This server does not answer under that name.")
          .about(host.length() > 100 ? host.substring(0, 100) : host)
          .hint("Use its address, or add the name to 'hosts' of [monitor.rest].");
    }
  }
}
