/** Sources: running them, restarting them, fencing their runs off. */
@NullMarked
package monitor.runtime.source;

import org.jspecify.annotations.NullMarked;
