/** Host metrics. */
@NullMarked
package collector.metrics;

import org.jspecify.annotations.NullMarked;
