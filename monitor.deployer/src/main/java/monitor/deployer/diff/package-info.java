/** What two jars of a plugin declare, and how that differs: pure functions of their bytes. */
@NullMarked
package monitor.deployer.diff;

import org.jspecify.annotations.NullMarked;
