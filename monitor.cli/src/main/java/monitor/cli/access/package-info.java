/** Who is let in: users, tokens and agents. */
@NullMarked
package monitor.cli.access;

import org.jspecify.annotations.NullMarked;
