package analysis.alerts;

import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;

/** A configuration service with tables as they would stand in a file. */
final class FakeTables {
  private final Map<String, Dictionary<String, Object>> tables = new TreeMap<>();
  private int line = 1;

  /** Adds or replaces a table; lists are arrays of texts. */
  synchronized FakeTables set(String type, String name, Map<String, Object> values) {
    Dictionary<String, Object> properties = new Hashtable<>(values);
    properties.put("name", name);
    String[] origins = new String[values.size() + 1];
    origins[0] = "name=/etc/monitor.toml:" + line++;
    int next = 1;
    for (String key : new TreeMap<>(values).keySet()) {
      origins[next++] = key + "=/etc/monitor.toml:" + line++;
    }
    properties.put("monitor.origin", origins);
    tables.put(type + "~" + name, properties);
    return this;
  }

  FakeTables rule(String name, Map<String, Object> values) {
    return set(Tables.RULE, name, values);
  }

  FakeTables webhook(String name, String url) {
    return set(
        Tables.WEBHOOK,
        name,
        Map.of(
            "url", url,
            ".authorization", "Bearer hidden",
            "retry.first", "100ms",
            "retry.most", "300ms"));
  }

  synchronized void remove(String type, String name) {
    tables.remove(type + "~" + name);
  }

  /** The service: it answers what is asked of it here, and nothing else. */
  ConfigurationAdmin admin() {
    return (ConfigurationAdmin)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ConfigurationAdmin.class},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("listConfigurations")) {
                throw new UnsupportedOperationException(method.getName());
              }
              return list(String.valueOf(arguments[0]));
            });
  }

  private synchronized Configuration[] list(String filter) {
    return tables.entrySet().stream()
        .filter(table -> filter.equals("(service.factoryPid=%s)".formatted(factory(table))))
        .map(table -> configuration(table.getKey(), table.getValue()))
        .toArray(Configuration[]::new);
  }

  private static String factory(Map.Entry<String, ?> table) {
    return table.getKey().split("~", 2)[0];
  }

  private static Configuration configuration(String pid, Dictionary<String, Object> properties) {
    return (Configuration)
        Proxy.newProxyInstance(
            FakeTables.class.getClassLoader(),
            new Class<?>[] {Configuration.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getPid" -> pid;
                  case "getProperties" -> properties;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  /** Tells a sink that a table has changed, as the service does. */
  static void tell(AlertsSink sink) {
    ServiceReference<ConfigurationAdmin> service = reference();
    sink.configurationEvent(
        new ConfigurationEvent(
            service, ConfigurationEvent.CM_UPDATED, Tables.RULE, Tables.RULE + "~x"));
  }

  @SuppressWarnings("unchecked")
  private static ServiceReference<ConfigurationAdmin> reference() {
    return (ServiceReference<ConfigurationAdmin>)
        Proxy.newProxyInstance(
            FakeTables.class.getClassLoader(),
            new Class<?>[] {ServiceReference.class},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            });
  }
}
