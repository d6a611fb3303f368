/**
 * Measures what Socket.IO clusters carry, and plans how many nodes a demand needs. The way of a run
 * is cli, run, cluster and simulation, measure, control, result; plans and reports start from
 * result.
 */
package io.socketionats.load;
