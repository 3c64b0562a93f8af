/** What running a source and keeping a sink open have in common. */
@NullMarked
package monitor.runtime.lifecycle;

import org.jspecify.annotations.NullMarked;
