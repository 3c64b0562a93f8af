package monitor.rest.http;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a user or a token may do. */
public enum Role {
  /** Sees everything but secrets. */
  VIEWER,
  /** Sees, and switches sources and plugins on and off. */
  OPERATOR,
  /** Does everything: installs plugins, and manages users and tokens. */
  ADMIN,
  /** Submits, and sees nothing. */
  AGENT;

  /** Lower case name. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of this label. */
  public static Optional<Role> of(String label) {
    return Arrays.stream(values()).filter(role -> role.label().equals(label)).findFirst();
  }
}
