package io.socketionats.conformance.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.judge.wire.WireLine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** {@code wire.jsonl}: every frame of the run, whole, a line each. */
final class WireLog {
  private WireLog() {}

  static void write(RunReport report, OutputStream out) throws IOException {
    for (WireLine line : report.traces().wire()) {
      out.write(Json.text(json(line)).getBytes(StandardCharsets.UTF_8));
      out.write('\n');
    }
  }

  private static ObjectNode json(WireLine line) {
    ObjectNode json =
        Json.object()
            .put("n", line.number())
            .put("us", line.micros())
            .put("subject", line.subject());
    try {
      return json.put("payload", text(line.payload()));
    } catch (CharacterCodingException e) {
      return json.put("base64", line.payload());
    }
  }

  /** Strict, unlike the constructor of a text: what is not UTF-8 must not be altered. */
  private static String text(byte[] payload) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
  }
}
