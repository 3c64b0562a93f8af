/** Batches into rows, exactly once. */
@NullMarked
package sink.postgres.write;

import org.jspecify.annotations.NullMarked;
