package io.socketionats.load.machine;

import io.gatling.commons.util.GatlingVersion;
import io.socketionats.conformance.launch.runtime.Toolchain;
import io.socketionats.load.result.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The machine that this process runs on, for results. */
public final class ThisMachine {
  /** What this program may use; looked up once, since it may give processors up later. */
  public static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private ThisMachine() {}

  /**
   * @param natsServer version of the NATS servers; empty when it is not known
   */
  public static Machine describe(String natsServer) {
    Map<String, String> versions = new HashMap<>(Toolchain.versions(natsServer));
    versions.remove("cpus");
    String os = versions.remove("os");
    versions.put("gatling", GatlingVersion.ThisVersion().fullVersion());
    versions.values().removeIf(String::isEmpty);
    return new Machine(
        PROCESSORS, field(Path.of("/proc/cpuinfo"), "model name"), memoryBytes(), os, versions);
  }

  private static long memoryBytes() {
    String kilobytes = field(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", "");
    return kilobytes.isEmpty() ? 0 : Long.parseLong(kilobytes) * 1024;
  }

  private static String field(Path file, String name) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }
}
