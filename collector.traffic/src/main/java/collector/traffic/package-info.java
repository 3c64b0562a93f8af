/** Network traffic. */
@NullMarked
package collector.traffic;

import org.jspecify.annotations.NullMarked;
