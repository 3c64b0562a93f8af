/** How a component is doing, in its own words. */
@NullMarked
@Export
@Version("1.0.0")
package monitor.api.status;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
