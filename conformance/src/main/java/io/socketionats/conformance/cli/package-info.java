/**
 * The command {@code conformance/interop} and its subcommands. Options are checked here, and every
 * message says what to do next.
 */
package io.socketionats.conformance.cli;
