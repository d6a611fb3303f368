package io.socketionats.conformance.dialect;

/**
 * What all subjects of a cluster are made with.
 *
 * @param key first part of every subject
 * @param delimiter what joins key, namespace and room
 */
public record Address(String key, String delimiter) {}
