/**
 * Starts brokers and nodes as child processes on loopback, and names the programs that they need.
 * {@link Launcher} is what every other way of running a cluster offers as well.
 */
package io.socketionats.conformance.launch.runtime;
