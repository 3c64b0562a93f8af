/** Log files. */
@NullMarked
package collector.logs;

import org.jspecify.annotations.NullMarked;
