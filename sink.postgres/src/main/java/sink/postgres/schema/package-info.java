/** Tables, views, partitions and their retention. */
@NullMarked
package sink.postgres.schema;

import org.jspecify.annotations.NullMarked;
