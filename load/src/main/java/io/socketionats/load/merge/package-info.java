/**
 * Adds up the measurements that the injectors of one run wrote on separate machines. Latencies are
 * added only where sender and receiver read the same clock.
 */
package io.socketionats.load.merge;
