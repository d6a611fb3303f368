package io.socketionats.load.simulation;

/**
 * A level that injectors are to make.
 *
 * @param id more than that of all levels before
 * @param rate events per second that this injector is to publish
 * @param settle seconds of publishing before the level, thrown away
 * @param seconds of the level itself
 * @param startAtMillis when the settling begins, milliseconds since the epoch: the common start of
 *     several injectors
 */
public record LevelOrder(int id, double rate, double settle, double seconds, long startAtMillis) {}
