/**
 * Clusters that load is put on. They are launched through the conformance harness, or run elsewhere
 * and are known by their addresses.
 */
package io.socketionats.load.cluster;
