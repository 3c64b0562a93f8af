/** The monitor command: launcher and client. */
@NullMarked
package monitor.cli;

import org.jspecify.annotations.NullMarked;
