package monitor.runtime.negotiation;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import monitor.api.capability.Capabilities;

/**
 * One rule of the policy: a table {@code [[policy]]}.
 *
 * @param name of the table
 * @param plugins symbolic names it applies to, {@code *} for any text; empty: all
 * @param signers names of certificates it applies to, {@code *} for any text; empty: whoever signed
 * @param permit the only capabilities that these may have, beside those that another rule permits;
 *     empty: this rule permits nothing and forbids nothing
 * @param deny what these may not have, whatever other rules permit
 * @param origin file and line of each key, as far as it is known
 */
public record PolicyRule(
    String name,
    List<String> plugins,
    List<String> signers,
    Capabilities permit,
    Capabilities deny,
    Map<String, String> origin) {
  /** Copies lists and map. */
  public PolicyRule {
    plugins = List.copyOf(plugins);
    signers = List.copyOf(signers);
    origin = Map.copyOf(origin);
  }

  boolean appliesTo(String plugin, String signer) {
    boolean named = plugins.isEmpty() || plugins.stream().anyMatch(glob -> fits(glob, plugin));
    boolean signed =
        signers.isEmpty()
            || (!signer.isEmpty() && signers.stream().anyMatch(glob -> fits(glob, signer)));
    return named && signed;
  }

  private static boolean fits(String glob, String text) {
    return Pattern.matches("\\Q" + glob.replace("\\E", "").replace("*", "\\E.*\\Q") + "\\E", text);
  }

  /** The key and where it stands, for a person. */
  String where(String key) {
    String place = origin.getOrDefault(key, "");
    return "[[policy]] %s.%s%s".formatted(name, key, place.isEmpty() ? "" : " (" + place + ")");
  }
}
