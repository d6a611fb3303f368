/**
 * What can be broken between nodes and brokers, and in them: proxied routes, paused and killed
 * processes. Every fault lasts until it is ended, and closing ends all of them.
 */
package io.socketionats.conformance.launch.fault;
