package io.socketionats.load.result;

/**
 * The state of the generator in a level.
 *
 * @param lagP99Micros how late it published, 99th percentile, microseconds
 * @param cpuCores processors it used, 1.0 = one of them all the time
 */
public record Generator(double lagP99Micros, double cpuCores) {}
