package monitor.rest.http;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Who may call a route. A route cannot be made without one. */
public enum Permission {
  /** Anyone. */
  PUBLIC(EnumSet.allOf(Role.class)),
  /** Whoever proves who they are. */
  SIGNED_IN(EnumSet.allOf(Role.class)),
  /** Who may look. */
  READ(EnumSet.of(Role.VIEWER, Role.OPERATOR, Role.ADMIN)),
  /** Who may switch what is there. */
  OPERATE(EnumSet.of(Role.OPERATOR, Role.ADMIN)),
  /** Who may add code, users and tokens. */
  ADMINISTER(EnumSet.of(Role.ADMIN)),
  /** Who may hand in events. */
  SUBMIT(EnumSet.of(Role.AGENT, Role.OPERATOR, Role.ADMIN));

  private final int roles;

  Permission(Set<Role> roles) {
    this.roles = roles.stream().mapToInt(Permission::mask).sum();
  }

  /** Whether the role suffices. */
  public boolean permits(Role role) {
    return (roles & mask(role)) != 0;
  }

  @SuppressWarnings("EnumOrdinal") // Lives only as long as the class.
  private static int mask(Role role) {
    return 1 << role.ordinal();
  }

  /** Whether nobody has to sign in. */
  public boolean open() {
    return this == PUBLIC;
  }

  /** Lower case name with dashes, as OpenAPI's {@code x-permission} has it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
