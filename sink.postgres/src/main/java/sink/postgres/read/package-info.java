/** The query side. */
@NullMarked
package sink.postgres.read;

import org.jspecify.annotations.NullMarked;
