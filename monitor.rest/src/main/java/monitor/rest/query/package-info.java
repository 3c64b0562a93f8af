/** Routes that read what was stored. */
@NullMarked
package monitor.rest.query;

import org.jspecify.annotations.NullMarked;
