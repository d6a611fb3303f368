/**
 * A server that Socket.IO's own protocol suites can be run against; {@code docs/protocol-suites.md}
 * says how.
 */
package io.socketionats.protocolserver;
