package io.socketionats.load.result;

/**
 * The greatest load of a case that lasted; where no hold passed, the last that was tried.
 *
 * @param target publishes per second
 * @param deliveriesPerSecond deliveries per second at it
 * @param verdict PASS when a hold confirmed it, or none was asked for; otherwise the last hold's
 * @param nextFailing the smallest target above it that failed, publishes per second, or the target
 *     itself when that did not hold; null when none failed, so the true maximum is higher
 */
public record Maximum(
    double target, double deliveriesPerSecond, LevelVerdict verdict, Double nextFailing) {}
