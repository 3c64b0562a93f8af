/** Threshold rules on live samples, and webhooks that are told. */
@NullMarked
package analysis.alerts;

import org.jspecify.annotations.NullMarked;
