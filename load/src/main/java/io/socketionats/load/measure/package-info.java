/**
 * Counts the deliveries of a level at every client, right and wrong ones, and takes their
 * latencies. The room memberships of the clients decide which deliveries are expected.
 */
package io.socketionats.load.measure;
