/** Server-sent events. */
@NullMarked
package monitor.rest.stream;

import org.jspecify.annotations.NullMarked;
