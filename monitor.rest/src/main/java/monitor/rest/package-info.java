/** REST API. */
@NullMarked
package monitor.rest;

import org.jspecify.annotations.NullMarked;
