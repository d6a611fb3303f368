/**
 * The Java node: a netty-socketio server with the adapter, driven by the lines of the control
 * contract. It shares nothing with the harness that judges it.
 */
package io.socketionats.javanode;
