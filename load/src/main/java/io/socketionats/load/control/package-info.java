/**
 * Decides at which rates a cluster is measured, and what a level says about it. Nothing here knows
 * Gatling or a real cluster, so tests run it against simulated ones.
 */
package io.socketionats.load.control;
