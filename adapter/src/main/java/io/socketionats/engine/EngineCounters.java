package io.socketionats.engine;

/**
 * What an engine has counted since it was made.
 *
 * @param sessions open now
 * @param opened sessions opened
 * @param refused requests that were refused
 * @param queueFull events that found their client's queue full; each of them was dropped, and by
 *     default its client disconnected
 * @param queued bytes that wait now for clients that take them slowly
 */
public record EngineCounters(
    long sessions, long opened, long refused, long queueFull, long queued) {
  static final EngineCounters NONE = new EngineCounters(0, 0, 0, 0, 0);
}
