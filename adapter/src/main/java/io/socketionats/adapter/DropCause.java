package io.socketionats.adapter;

/** Why a frame was not delivered (inbound) or not published (outbound). */
public enum DropCause {
  /** Inbound: not a well-formed frame of the dialect, or a packet without a usable event. */
  MALFORMED,
  /** Inbound: the packet's {@code nsp} is not the namespace that the subject was subscribed for. */
  WRONG_NAMESPACE,
  /** Inbound: the packet is neither an event (2) nor a binary event (5). */
  PACKET_TYPE,
  /**
   * Inbound: the event's name is reserved by Socket.IO; some clients close the connection on such a
   * packet.
   */
  RESERVED_EVENT,
  /** Inbound: the frame was published by this adapter. Normal on a supplied connection. */
  OWN_FRAME,
  /**
   * Inbound: the subject is not exactly a subscribed one (a room named {@code *}, or a room left
   * just now).
   */
  OTHER_SUBJECT,
  /**
   * Inbound: the NATS client had too many undelivered messages and dropped this one (slow
   * consumer).
   */
  SLOW_CONSUMER,
  /** Outbound: the connection to NATS was away. Frames are never kept for later. */
  DISCONNECTED,
  /** Outbound: too many messages wait to be written to NATS. */
  QUEUE_FULL,
  /** Outbound: the frame is larger than the server's {@code max_payload}. */
  TOO_LARGE,
  /**
   * Outbound: the NATS client refused the message, or the arguments could not be written as JSON.
   */
  REFUSED;

  /**
   * Whether frames are dropped for this cause in the course of normal work, so that nobody needs to
   * hear of it.
   */
  boolean normal() {
    return this == OWN_FRAME || this == OTHER_SUBJECT;
  }

  boolean outbound() {
    return this == DISCONNECTED || this == QUEUE_FULL || this == TOO_LARGE || this == REFUSED;
  }
}
