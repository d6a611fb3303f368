/**
 * The launcher that gives the broker and every node a container of its own. What a run has made at
 * the Docker engine is labelled with its owner, removed at its end, and swept by the next run when
 * it was killed.
 */
package io.socketionats.conformance.launch.containers;
