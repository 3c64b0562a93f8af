/** Reading the values of a configuration. */
@NullMarked
@Export
@Version("1.0.0")
package monitor.api.config;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
