package io.socketionats.adapter;

/**
 * Something that went wrong and that the adapter survived.
 *
 * @param kind what went wrong
 * @param detail the subject, value and rule concerned, for people
 * @param cause the exception behind it, or {@code null}
 */
public record AdapterError(Kind kind, String detail, Throwable cause) {
  /** The kinds of errors. */
  public enum Kind {
    /** NATS answered with {@code -ERR}; {@code detail} holds its text. */
    NATS,
    /** The NATS client reported an exception or a slow consumer. */
    CONNECTION,
    /** A frame could not be published; local delivery happened. */
    PUBLISH,
    /** A frame exceeds the server's {@code max_payload}; local delivery happened. */
    PAYLOAD_TOO_LARGE,
    /**
     * A room's subject does not fit into a NATS control line; the namespace's subject is used for
     * it.
     */
    ROOM_TOO_LONG,
    /** A room's name is no well-formed text; it works on this node only. */
    ROOM_NAME,
    /**
     * A namespace's name makes no subject that this node can hear; its clients here get the
     * broadcasts of this node only.
     */
    NAMESPACE_NAME,
    /** A subscription could not be made or removed. */
    SUBSCRIBE,
    /** NATS did not confirm in time what was sent before. */
    FLUSH,
    /** Delivery to local clients failed. */
    DELIVERY
  }
}
