/** {@code monitor plugin}: shows plugins, and follows each change of one to its end. */
@NullMarked
package monitor.cli.plugin;

import org.jspecify.annotations.NullMarked;
