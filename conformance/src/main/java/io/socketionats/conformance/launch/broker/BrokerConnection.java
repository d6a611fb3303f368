package io.socketionats.conformance.launch.broker;

/**
 * A connection that is not the harness's, as one server tells of it now.
 *
 * @param id the server's own number of it, never used again
 * @param messagesIn how many messages have been published on it
 */
public record BrokerConnection(long id, long messagesIn) {}
