/** A backlog of the whole distribution, drained while events go on coming in. */
@NullMarked
package bench.drain;

import org.jspecify.annotations.NullMarked;
