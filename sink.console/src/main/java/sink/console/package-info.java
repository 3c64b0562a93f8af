/** Events as JSON lines on standard output. */
@NullMarked
package sink.console;

import org.jspecify.annotations.NullMarked;
