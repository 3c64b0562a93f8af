package monitor.runtime.osgi;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import monitor.api.capability.Capabilities;
import monitor.runtime.negotiation.PolicyRule;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Reads the tables {@code [[policy]]} from the configuration service by itself: a component for
 * each of them would come after the plugins that they are to hold.
 */
final class PolicyTables {
  static final String PID = "policy";
  private static final String ORIGIN = "monitor.origin";

  private PolicyTables() {}

  /** The rules, by name. */
  static List<PolicyRule> read(ConfigurationAdmin admin) throws IOException {
    List<PolicyRule> rules = new ArrayList<>();
    try {
      Configuration[] found = admin.listConfigurations("(service.factoryPid=" + PID + ")");
      for (Configuration table : found == null ? new Configuration[0] : found) {
        rules.add(rule(table.getPid(), table.getProperties()));
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
    rules.sort(Comparator.comparing(PolicyRule::name));
    return rules;
  }

  private static PolicyRule rule(String pid, Dictionary<String, Object> properties) {
    return new PolicyRule(
        pid.substring(pid.indexOf('~') + 1),
        ServiceSpecs.texts(properties.get("plugins")),
        ServiceSpecs.texts(properties.get("signers")),
        Capabilities.ofNames(ServiceSpecs.texts(properties.get("permit"))),
        Capabilities.ofNames(ServiceSpecs.texts(properties.get("deny"))),
        origins(ServiceSpecs.texts(properties.get(ORIGIN))));
  }

  /** Each as {@code key=file:line}. */
  private static Map<String, String> origins(List<String> texts) {
    Map<String, String> origins = new HashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      origins.put(text.substring(0, equals), text.substring(equals + 1));
    }
    return origins;
  }
}
