/** The control routes of the API on a Unix domain socket, for platforms without an HTTP server. */
@NullMarked
package monitor.control;

import org.jspecify.annotations.NullMarked;
