/** Routes: what each stream owes each sink, and the workers that deliver it. */
@NullMarked
package monitor.runtime.route;

import org.jspecify.annotations.NullMarked;
