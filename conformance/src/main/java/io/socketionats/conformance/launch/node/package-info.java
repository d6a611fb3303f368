/**
 * One node: its descriptor, its process or connection, and the lines of the control contract. A
 * node that ends, hangs or answers wrongly is reported with its last lines and the way to start it
 * by hand.
 */
package io.socketionats.conformance.launch.node;
