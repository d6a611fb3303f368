package io.socketionats.conformance.judge.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.socketionats.conformance.Json;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  private static String json(Object... values) {
    return Json.text(Arguments.toJson(values, 0, values.length));
  }

  @Test
  void writesWhatTheClientHandsToAListener() {
    assertThat(json("a", true, null, JSONObject.NULL, 1, 2L, 0.5))
        .isEqualTo("[\"a\",true,null,null,1,2,0.5]");
    assertThat(json(new JSONObject("{\"a\":{\"b\":[1,null]}}"), new JSONArray("[[],{}]")))
        .isEqualTo("[{\"a\":{\"b\":[1,null]}},[[],{}]]");
  }

  @Test
  void writesBytesAsTheControlContractDoes() {
    assertThat(json(new byte[] {1, 2, 3}, new JSONObject().put("in", new byte[] {-1})))
        .isEqualTo("[{\"$bytes\":\"AQID\"},{\"in\":{\"$bytes\":\"/w==\"}}]");
  }

  @Test
  void keepsLongNumbersExact() {
    assertThat(json(new JSONArray("[9007199254740993,123456789012345678901234567890]")))
        .isEqualTo("[[9007199254740993,123456789012345678901234567890]]");
  }

  @Test
  void leavesOutWhatIsBeyondTheRange() {
    assertThat(Json.text(Arguments.toJson(new Object[] {"event", 1, "ack"}, 1, 2)))
        .isEqualTo("[1]");
  }
}
