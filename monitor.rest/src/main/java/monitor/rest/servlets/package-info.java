/** Servlets of plugins: where they may be, and what keeps others away. */
@NullMarked
package monitor.rest.servlets;

import org.jspecify.annotations.NullMarked;
