/**
 * The witness: connections to the broker that hear every frame and publish for the harness. What it
 * holds decides whether a fault is the emitter's or the receiver's.
 */
package io.socketionats.conformance.judge.wire;
