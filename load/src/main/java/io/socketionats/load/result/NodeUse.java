package io.socketionats.load.result;

/**
 * What a node used during a level.
 *
 * @param name of the node
 * @param implementation id of its descriptor
 * @param cpuCores processors, 1.0 = one of them all the time
 * @param rssBytes resident memory at the end, bytes
 */
public record NodeUse(String name, String implementation, double cpuCores, long rssBytes) {}
