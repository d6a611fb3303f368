package io.socketionats.load.result;

/**
 * What was neither generator nor cluster on the machine.
 *
 * @param cpuCores processors that other programs used
 * @param stealShare 0 to 1, processor time that the hypervisor gave to others
 */
public record Others(double cpuCores, double stealShare) {}
