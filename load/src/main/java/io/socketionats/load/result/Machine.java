package io.socketionats.load.result;

import java.util.Map;
import java.util.TreeMap;

/**
 * The machine of a run.
 *
 * @param cpus logical processors
 * @param cpuModel the processor's own name
 * @param memoryBytes main memory, bytes
 * @param os operating system and release
 * @param versions by program: java, node, nats-server, gatling
 */
public record Machine(
    int cpus, String cpuModel, long memoryBytes, String os, Map<String, String> versions) {
  public Machine {
    cpuModel = Absent.text(cpuModel);
    os = Absent.text(os);
    versions = java.util.Collections.unmodifiableMap(new TreeMap<>(Absent.map(versions)));
  }
}
