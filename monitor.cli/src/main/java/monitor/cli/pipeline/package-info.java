/** Sources and sinks, and what moves between them now. */
@NullMarked
package monitor.cli.pipeline;

import org.jspecify.annotations.NullMarked;
