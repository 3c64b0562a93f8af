/** Requests: routes, authorization, limits, problems, answers. */
@NullMarked
package monitor.rest.http;

import org.jspecify.annotations.NullMarked;
