/**
 * Collection tasks: a target to test, an address to scrape, an interface to capture; given to a
 * component whose grant contains what they need.
 */
@NullMarked
@Export
@Version("1.0.0")
package monitor.api.task;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
