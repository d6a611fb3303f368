/**
 * Chooses the launcher: processes, containers, or what fits this machine. The packages below know
 * how a cluster comes to run; none of them knows what is judged.
 */
package io.socketionats.conformance.launch;
