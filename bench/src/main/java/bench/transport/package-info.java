/** From agents to collectors, through them, and what an agent costs its host. */
@NullMarked
package bench.transport;

import org.jspecify.annotations.NullMarked;
