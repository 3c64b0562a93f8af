/** Containment: what one plugin may cost the others, and the book of what had to be done. */
@NullMarked
package monitor.runtime.containment;

import org.jspecify.annotations.NullMarked;
