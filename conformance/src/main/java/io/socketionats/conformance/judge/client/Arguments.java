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
import org.json.JSONException;
import org.json.JSONObject;

/** Turns what the Java client hands to a listener into the harness's JSON. */
public final class Arguments {
  private Arguments() {}

  /** The values from one index up to another, as arguments of the control contract. */
  public static ArrayNode toJson(Object[] values, int from, int to) {
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

  /** Arguments of the control contract as the Java client sends them. */
  public static Object[] fromJson(ArrayNode args) {
    Object[] values = new Object[args.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = fromJson(args.get(i));
    }
    return values;
  }

  private static Object fromJson(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> {
        JSONArray array = new JSONArray();
        node.forEach(element -> array.put(fromJson(element)));
        yield array;
      }
      case OBJECT -> node.size() == 1 && node.has("$bytes") ? bytes(node) : object(node);
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> node.numberValue();
      case STRING -> node.textValue();
      default -> JSONObject.NULL;
    };
  }

  private static byte[] bytes(JsonNode node) {
    return Base64.getDecoder().decode(node.path("$bytes").asText());
  }

  private static JSONObject object(JsonNode node) {
    JSONObject object = new JSONObject();
    node.properties().forEach(field -> put(object, field.getKey(), fromJson(field.getValue())));
    return object;
  }

  private static void put(JSONObject object, String key, Object value) {
    try {
      object.put(key, value);
    } catch (JSONException e) {
      throw new IllegalArgumentException("a number that JSON cannot say", e);
    }
  }
}
