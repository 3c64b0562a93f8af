/** Alerts and their rules. */
@NullMarked
package monitor.rest.alerts;

import org.jspecify.annotations.NullMarked;
