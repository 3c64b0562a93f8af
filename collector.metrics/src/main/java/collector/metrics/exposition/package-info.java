/** Reads the text formats in which other programs show their metrics. */
@NullMarked
package collector.metrics.exposition;

import org.jspecify.annotations.NullMarked;
