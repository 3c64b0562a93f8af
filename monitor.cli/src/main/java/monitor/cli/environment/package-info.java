/** {@code monitor env}: what this installation is set to, read from its files alone. */
@NullMarked
package monitor.cli.environment;

import org.jspecify.annotations.NullMarked;
