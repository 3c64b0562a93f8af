/** PostgreSQL storage. */
@NullMarked
package sink.postgres;

import org.jspecify.annotations.NullMarked;
