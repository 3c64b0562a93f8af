/** Asks a running platform through its REST API. */
@NullMarked
package monitor.cli.client;

import org.jspecify.annotations.NullMarked;
