/** Configuration files, validated and applied. */
@NullMarked
package monitor.config;

import org.jspecify.annotations.NullMarked;
