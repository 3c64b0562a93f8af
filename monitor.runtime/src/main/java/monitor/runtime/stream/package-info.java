/** Streams: the bounded buffer between a source and the journal, sequence numbers, sealing. */
@NullMarked
package monitor.runtime.stream;

import org.jspecify.annotations.NullMarked;
