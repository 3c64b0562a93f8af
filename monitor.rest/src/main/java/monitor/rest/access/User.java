package monitor.rest.access;

import java.time.Instant;
import monitor.rest.http.Role;

/**
 * A person who may sign in.
 *
 * @param name unique, upper and lower case alike
 * @param role what the person may do
 * @param passwordHash of bcrypt
 * @param created when
 */
record User(String name, Role role, String passwordHash, Instant created) {
  @Override
  public String toString() {
    return name + " (" + role.label() + ")";
  }
}
