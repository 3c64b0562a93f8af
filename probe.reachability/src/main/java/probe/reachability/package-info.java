/** Reachability probes. */
@NullMarked
package probe.reachability;

import org.jspecify.annotations.NullMarked;
