/** The database server: embedded or given by its address. */
@NullMarked
package sink.postgres.server;

import org.jspecify.annotations.NullMarked;
