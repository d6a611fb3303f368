package io.socketionats.load.result;

/**
 * What a NATS server used during a level.
 *
 * @param cpuCores processors, 1.0 = one of them all the time
 * @param rssBytes resident memory at the end, bytes
 * @param bytesPerSecond payload bytes in and out, together
 */
public record NatsUse(double cpuCores, long rssBytes, double bytesPerSecond) {}
