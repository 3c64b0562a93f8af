/** The durable log between sources and sinks. */
@NullMarked
package monitor.runtime.journal;

import org.jspecify.annotations.NullMarked;
