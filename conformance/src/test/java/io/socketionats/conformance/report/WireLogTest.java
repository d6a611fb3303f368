package io.socketionats.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.socketionats.conformance.judge.wire.WireLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireLogTest {
  @Test
  void writesTextAsTextAndBytesAsBase64() throws IOException {
    WireLine text =
        new WireLine(0, 15, "socket.io./.é", "[\"ü\n\"]".getBytes(StandardCharsets.UTF_8));
    WireLine bytes = new WireLine(1, 20, "socket.io./", new byte[] {(byte) 0xff, 0, 1});

    assertThat(log(text, bytes))
        .isEqualTo(
            """
            {"n":0,"us":15,"subject":"socket.io./.é","payload":"[\\"ü\\n\\"]"}
            {"n":1,"us":20,"subject":"socket.io./","base64":"/wAB"}
            """);
  }

  @Test
  void keepsLongPayloadsWhole() throws IOException {
    WireLine line = new WireLine(0, 0, "a", "x".repeat(5000).getBytes(StandardCharsets.UTF_8));

    assertThat(log(line)).contains("x".repeat(5000));
  }

  private static String log(WireLine... lines) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    WireLog.write(SampleRun.wired(List.of(lines)), out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
