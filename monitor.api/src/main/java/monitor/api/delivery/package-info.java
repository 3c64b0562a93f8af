/**
 * What sources and sinks share: batches of events, the outcomes of delivering them, and work on
 * threads of their own.
 */
@NullMarked
@Export
@Version("1.0.0")
package monitor.api.delivery;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
