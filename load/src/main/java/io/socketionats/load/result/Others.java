package io.socketionats.load.result;

/**
 * What programs other than generator and cluster used.
 *
 * @param cpuCores processors that other programs used
 * @param stealShare 0 to 1, processor time that the hypervisor gave to others
 */
public record Others(double cpuCores, double stealShare) {}
