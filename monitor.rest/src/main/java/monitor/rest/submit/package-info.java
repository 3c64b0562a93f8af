/** The route that takes metrics, and the source behind it. */
@NullMarked
package monitor.rest.submit;

import org.jspecify.annotations.NullMarked;
