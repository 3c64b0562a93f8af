/** Batches of events and the outcomes of delivering them; shared by sources and sinks. */
@NullMarked
@Export
@Version("1.0.0")
package monitor.api.delivery;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
