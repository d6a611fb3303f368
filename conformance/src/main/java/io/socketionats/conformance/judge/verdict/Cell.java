package io.socketionats.conformance.judge.verdict;

/**
 * One field of the matrix: what there is one verdict on.
 *
 * @param requirement its id
 * @param emitter id of the emitting implementation
 * @param receiver id of the receiving implementation
 */
public record Cell(String requirement, String emitter, String receiver) {}
