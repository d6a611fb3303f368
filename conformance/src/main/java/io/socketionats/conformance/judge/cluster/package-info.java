/**
 * The live cluster of one dialect: nodes of every implementation, and clients on all of them. Nodes
 * that ended are started again here, with their clients.
 */
package io.socketionats.conformance.judge.cluster;
