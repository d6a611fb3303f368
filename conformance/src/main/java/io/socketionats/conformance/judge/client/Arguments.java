package io.socketionats.conformance.judge.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Iterator;
import org.json.JSONArray;
import org.json.JSONObject;

/** Turns what the Java client hands to a listener into the harness's JSON. */
final class Arguments {
  private Arguments() {}

  static ArrayNode toJson(Object[] values, int from, int to) {
    ArrayNode array = Json.array();
    for (int i = from; i < to; i++) {
      array.add(toJson(values[i]));
    }
    return array;
  }

  private static JsonNode toJson(Object value) {
    if (value == null || value == JSONObject.NULL) {
      return JsonNodeFactory.instance.nullNode();
    }
    if (value instanceof byte[] bytes) {
      return Json.object().put("$bytes", Base64.getEncoder().encodeToString(bytes));
    }
    if (value instanceof JSONArray array) {
      ArrayNode node = Json.array();
      for (int i = 0; i < array.length(); i++) {
        node.add(toJson(array.opt(i)));
      }
      return node;
    }
    if (value instanceof JSONObject object) {
      ObjectNode node = Json.object();
      for (Iterator<?> keys = object.keys(); keys.hasNext(); ) {
        String key = (String) keys.next();
        node.set(key, toJson(object.opt(key)));
      }
      return node;
    }
    if (value instanceof Boolean bool) {
      return JsonNodeFactory.instance.booleanNode(bool);
    }
    if (value instanceof BigDecimal || value instanceof BigInteger || value instanceof Number) {
      return JsonNodeFactory.instance.numberNode(new BigDecimal(value.toString()));
    }
    return JsonNodeFactory.instance.textNode(value.toString());
  }
}
