/**
 * The capacity model: from measured levels to the number of nodes that a demand needs.
 * docs/capacity-model.md describes the model and its limits.
 */
package io.socketionats.load.plan;
