/** Sinks: plugins that take batches of events somewhere. */
@NullMarked
@Export
@Version("1.0.0")
package monitor.api.sink;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
