/** The assembled distributions as processes, and what goes into and comes out of them. */
@NullMarked
package bench.platform;

import org.jspecify.annotations.NullMarked;
