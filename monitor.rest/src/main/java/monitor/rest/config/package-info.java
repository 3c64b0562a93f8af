/** Routes of the configuration. */
@NullMarked
package monitor.rest.config;

import org.jspecify.annotations.NullMarked;
