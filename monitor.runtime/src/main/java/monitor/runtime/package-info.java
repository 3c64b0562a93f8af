/** Journal, batching, routing, negotiation, lifecycle, accounting. */
@NullMarked
package monitor.runtime;

import org.jspecify.annotations.NullMarked;
