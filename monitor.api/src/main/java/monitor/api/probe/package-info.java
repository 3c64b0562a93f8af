/** Probes: plugins that actively test a target. */
@NullMarked
@Export
@Version("1.0.0")
package monitor.api.probe;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
