package monitor.rest.access;

import java.time.Instant;
import monitor.rest.http.Role;

/**
 * What a program proves itself with.
 *
 * @param id names it
 * @param name given by a person
 * @param role what it may do
 * @param hash SHA-256 of the secret
 * @param created when
 * @param expires when it ends
 * @param createdBy user who made it
 */
record Token(
    String id,
    String name,
    Role role,
    String hash,
    Instant created,
    Instant expires,
    String createdBy) {}
