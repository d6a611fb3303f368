package io.socketionats.load.result;

/**
 * The greatest load of a case that passed.
 *
 * @param target publishes per second
 * @param deliveriesPerSecond deliveries per second at it
 * @param verdict PASS when the hold confirmed it; FAIL or INVALID when the hold did not
 * @param nextFailing the smallest target that failed, publishes per second; null when none did, so
 *     the true maximum is higher
 */
public record Maximum(
    double target, double deliveriesPerSecond, Verdict verdict, Double nextFailing) {}
