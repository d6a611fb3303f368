package io.socketionats.adapter;

/**
 * A frame that was dropped.
 *
 * @param cause why
 * @param subject the NATS subject it came from, or was meant for; {@code null} where there is none
 * @param detail the rule that it broke, for people
 */
public record DroppedFrame(DropCause cause, String subject, String detail) {}
