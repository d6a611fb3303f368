package io.socketionats.load.result;

import java.util.Map;

/**
 * What connections cost.
 *
 * @param count connections that were open when it was measured
 * @param rssBytesPerConnection by implementation, bytes of resident memory for one more connection
 */
public record Connections(int count, Map<String, Double> rssBytesPerConnection) {
  public Connections {
    rssBytesPerConnection = Absent.map(rssBytesPerConnection);
  }
}
