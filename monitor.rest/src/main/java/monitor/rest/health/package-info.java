/** Liveness, readiness and the platform's own metrics. */
@NullMarked
package monitor.rest.health;

import org.jspecify.annotations.NullMarked;
