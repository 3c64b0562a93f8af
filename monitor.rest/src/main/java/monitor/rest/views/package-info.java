/** The JSON shapes of what is seen of the platform. */
@NullMarked
package monitor.rest.views;

import org.jspecify.annotations.NullMarked;
