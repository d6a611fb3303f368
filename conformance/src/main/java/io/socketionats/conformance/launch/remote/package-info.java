/**
 * The launcher for nodes that somebody else deployed: it connects to them and starts nothing. A
 * file says where they are.
 */
package io.socketionats.conformance.launch.remote;
