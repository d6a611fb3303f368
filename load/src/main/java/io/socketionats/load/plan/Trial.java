package io.socketionats.load.plan;

/**
 * One repetition of a level, judged by the objective of the plan.
 *
 * @param target publishes per second
 * @param passed whether objective and correctness were met
 */
public record Trial(double target, boolean passed) {}
