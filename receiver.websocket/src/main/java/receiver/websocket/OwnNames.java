package receiver.websocket;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The names and addresses under which agents may reach this collector. */
final class OwnNames {
  /** Of a DNS name; what an agent is called may be something else. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,252})");

  private OwnNames() {}

  /**
   * Those that are configured, the names of this host, and the addresses that it has now.
   *
   * @param collector how it calls itself
   */
  static List<String> of(List<String> configured, String collector) {
    Set<String> names = new LinkedHashSet<>(configured);
    if (NAME.matcher(collector).matches()) {
      names.add(collector);
    }
    names.add("localhost");
    names.addAll(resolved());
    names.addAll(addresses());
    return List.copyOf(names);
  }

  private static List<String> resolved() {
    try {
      InetAddress host = InetAddress.getLocalHost();
      return List.of(host.getHostName(), host.getCanonicalHostName()).stream()
          .filter(name -> NAME.matcher(name).matches())
          .toList();
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  private static List<String> addresses() {
    List<String> addresses = new ArrayList<>();
    try {
      for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
        each.inetAddresses()
            .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
            .forEach(addresses::add);
      }
    } catch (SocketException e) {
      // Then by name only.
    }
    return addresses;
  }
}
