package monitor.rest.access;

import java.time.Instant;

/**
 * A browser that is signed in.
 *
 * @param hash SHA-256 of the cookie's value
 * @param user name
 * @param created when
 * @param expires when it ends
 */
record Session(String hash, String user, Instant created, Instant expires) {}
