/** Direct routes: from a source whose peer keeps the data to the sinks, past the journal. */
@NullMarked
package monitor.runtime.direct;

import org.jspecify.annotations.NullMarked;
