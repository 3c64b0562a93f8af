/** Applies the configuration files to the running platform, again whenever they change. */
@NullMarked
package monitor.config.live;

import org.jspecify.annotations.NullMarked;
