package webconsole;

import java.util.Optional;

/**
 * One file as it is sent. The arrays are shared, not copied: nobody writes to them.
 *
 * @param type content type with charset
 * @param content the file
 * @param compressed the same with gzip, if the build made it
 * @param tag entity tag without quotes
 * @param immutable whether the name changes with the content, so that it may be kept for ever
 */
record Asset(
    String type, byte[] content, Optional<byte[]> compressed, String tag, boolean immutable) {}
