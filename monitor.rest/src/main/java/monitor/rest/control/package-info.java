/** Routes that show and change the platform: status, plugins, deployments, pipeline, bundles. */
@NullMarked
package monitor.rest.control;

import org.jspecify.annotations.NullMarked;
