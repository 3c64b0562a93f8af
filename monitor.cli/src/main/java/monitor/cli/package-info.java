/** The {@code monitor} command: starts the platform, and asks a running one. */
@NullMarked
package monitor.cli;

import org.jspecify.annotations.NullMarked;
