/** Where the server listens, and the note that says so. */
@NullMarked
package monitor.rest.endpoint;

import org.jspecify.annotations.NullMarked;
