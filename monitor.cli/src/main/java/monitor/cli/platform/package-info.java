/** A running platform: which one is meant, how it is, and how it is told to stop. */
@NullMarked
package monitor.cli.platform;

import org.jspecify.annotations.NullMarked;
