package io.socketionats.conformance.judge.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One event as a client got it.
 *
 * @param position in this client's inbox, from 0
 * @param args a JSON array; bytes appear as {@code {"$bytes":"base64"}}
 * @param wantsAck whether the client was asked for an acknowledgement
 * @param nanos when it came, on the clock of {@link System#nanoTime}
 */
public record Received(int position, String event, JsonNode args, boolean wantsAck, long nanos) {}
