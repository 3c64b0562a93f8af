/** Contract tests and fakes for the authors of sources and sinks; a library for the test scope. */
@NullMarked
@Export
@Version("1.0.0")
package monitor.testkit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
