/** Who may do what: users, tokens, sessions, the set-up of the first administrator. */
@NullMarked
package monitor.rest.access;

import org.jspecify.annotations.NullMarked;
