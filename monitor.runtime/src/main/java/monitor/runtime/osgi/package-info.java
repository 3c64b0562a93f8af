/** The runtime under OSGi: sources and sinks come from the service registry. */
@NullMarked
package monitor.runtime.osgi;

import org.jspecify.annotations.NullMarked;
