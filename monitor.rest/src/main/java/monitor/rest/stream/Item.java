package monitor.rest.stream;

/**
 * One thing that is streamed, written once for all listeners.
 *
 * @param source instance that it comes from; empty without one
 * @param name of the metric; empty for other things
 * @param json the bytes; not changed
 */
@SuppressWarnings("ArrayRecordComponent")
record Item(String source, String name, byte[] json) {}
