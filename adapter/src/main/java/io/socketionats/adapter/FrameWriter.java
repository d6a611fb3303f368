package io.socketionats.adapter;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;

/**
 * Writes frames. The opts are always complete and an array frame has exactly three elements: nodes
 * of the original adapter publish a frame again when its fourth element is falsy.
 */
final class FrameWriter {
  private final Dialect dialect;

  FrameWriter(Dialect dialect) {
    this.dialect = dialect;
  }

  byte[] write(Frame frame) {
    StringBuilder out = new StringBuilder(128 + frame.event().arguments().length());
    switch (dialect) {
      case SOCKET_IO_NATS -> {
        out.append('[');
        string(frame.uid(), out);
        out.append(',');
        packet(frame, out);
        out.append(',');
        opts(frame.target(), out);
        out.append(']');
      }
      case MICKL -> {
        out.append("{\"fromUid\":");
        string(frame.uid(), out);
        out.append(",\"packet\":");
        packet(frame, out);
        out.append(",\"opts\":");
        opts(frame.target(), out);
        out.append('}');
      }
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void packet(Frame frame, StringBuilder out) {
    out.append("{\"type\":2,\"data\":[");
    string(frame.event().name(), out);
    if (!frame.event().arguments().isEmpty()) {
      out.append(',').append(frame.event().arguments());
    }
    out.append("],\"nsp\":");
    string(frame.namespace(), out);
    out.append('}');
  }

  private static void opts(Target target, StringBuilder out) {
    out.append("{\"rooms\":");
    strings(target.rooms(), out);
    out.append(",\"except\":");
    strings(target.except(), out);
    out.append(",\"flags\":{");
    String separator = "";
    for (Map.Entry<String, Boolean> flag : target.flags().entrySet()) {
      out.append(separator);
      string(flag.getKey(), out);
      out.append(':').append(flag.getValue());
      separator = ",";
    }
    out.append("}}");
  }

  private static void strings(Iterable<String> values, StringBuilder out) {
    out.append('[');
    for (Iterator<String> i = values.iterator(); i.hasNext(); ) {
      string(i.next(), out);
      if (i.hasNext()) {
        out.append(',');
      }
    }
    out.append(']');
  }

  private static void string(String value, StringBuilder out) {
    out.append('"');
    JsonStringEncoder.getInstance().quoteAsString(value, out);
    out.append('"');
  }
}
