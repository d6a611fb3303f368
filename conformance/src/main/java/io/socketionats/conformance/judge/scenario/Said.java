package io.socketionats.conformance.judge.scenario;

import io.socketionats.conformance.judge.verdict.Emission;

/**
 * An event that a node was asked to emit.
 *
 * @param nanos when it was asked, on the clock of {@link System#nanoTime}
 */
record Said(Emission emission, long nanos) {}
