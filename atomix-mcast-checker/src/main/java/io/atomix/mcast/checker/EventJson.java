/*
 * Copyright 2026 the atomix-mcast authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 * http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.atomix.mcast.checker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Turns operations into what {@link HistoryFile} says of them, and back. */
final class EventJson {

  private final Map<?, ?> line;

  private EventJson(Map<?, ?> line) {
    this.line = line;
  }

  static Event event(Object json) {
    if (!(json instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("it has to be a JSON object");
    }
    return new EventJson(map).event();
  }

  private Event event() {
    Operation operation = operation();
    Object end = line.get("end");
    Object object = line.get("object");
    return new Event(
        string("client"),
        object == null ? Event.OBJECT : (String) object,
        operation,
        number("start", need("start")),
        end == null ? Long.MAX_VALUE : number("end", end),
        end == null ? null : result(operation),
        versions());
  }

  private VersionClaims versions() {
    if (!(line.get("versions") instanceof Map<?, ?> versions)) {
      if (line.containsKey("versions")) {
        throw new IllegalArgumentException("\"versions\" has to be an object with found, written");
      }
      return VersionClaims.NONE;
    }
    for (Object name : versions.keySet()) {
      if (!name.equals("found") && !name.equals("written")) {
        throw new IllegalArgumentException(
            "\"versions\" has \"" + name + "\"; it takes found and written");
      }
    }
    return new VersionClaims(numbers(versions.get("found")), numbers(versions.get("written")));
  }

  private Object result(Operation operation) {
    Object result = line.get("result");
    if (operation instanceof Operation.Transact && result instanceof Map<?, ?> outcome) {
      Object values = outcome.get("values");
      return new Operation.Outcome(
          (Boolean) outcome.get("held"), values == null ? new TreeMap<>() : registers(values));
    }
    Collection<?> values = result instanceof Map<?, ?> map ? map.values() : Arrays.asList(result);
    for (Object value : values) {
      if (value instanceof Number) {
        number("result", value);
      }
    }
    return result;
  }

  private Operation operation() {
    String name = string("op");
    return switch (name) {
      case "read" -> new Operation.Read(keys("keys"));
      case "write" -> new Operation.Write(registers(need("values")));
      case "swap" -> new Operation.Swap(registers(need("values")));
      case "transact" ->
          new Operation.Transact(
              conditions(),
              registers(line.get("then")),
              registers(line.get("else")),
              line.containsKey("keys") ? keys("keys") : new TreeSet<>());
      case "size" -> new Operation.Size();
      case "containsValue" -> new Operation.ContainsValue(string("value"));
      case "snapshot" -> new Operation.Snapshot();
      case "clear" -> new Operation.Clear();
      case "add" -> new Operation.Add(deltas());
      case "addAndGet" -> new Operation.AddAndGet(deltas());
      case "addIf" -> new Operation.AddIf(conditions(), deltas());
      case "count" -> new Operation.Count(keys("keys"));
      case "sum" -> new Operation.Sum();
      default -> throw new IllegalArgumentException("there is no operation \"" + name + "\"");
    };
  }

  private List<WriteCondition> conditions() {
    List<WriteCondition> conditions = new ArrayList<>();
    for (Object each : (List<?>) need("if")) {
      Map<?, ?> condition = (Map<?, ?>) each;
      String key = (String) condition.get("key");
      if (condition.containsKey("is")) {
        conditions.add(new WriteCondition.Is(key, (String) condition.get("is")));
      } else if (Boolean.TRUE.equals(condition.get("present"))) {
        conditions.add(new WriteCondition.Present(key));
      } else if (condition.containsKey("atLeast")) {
        conditions.add(
            new WriteCondition.AtLeast(key, number("atLeast", condition.get("atLeast"))));
      } else if (condition.containsKey("atMost")) {
        conditions.add(new WriteCondition.AtMost(key, number("atMost", condition.get("atMost"))));
      } else {
        throw new IllegalArgumentException("a condition needs is, present, atLeast or atMost");
      }
    }
    return conditions;
  }

  private SortedSet<String> keys(String name) {
    SortedSet<String> keys = new TreeSet<>();
    for (Object key : (List<?>) need(name)) {
      keys.add((String) key);
    }
    return keys;
  }

  private static SortedMap<String, String> registers(Object values) {
    SortedMap<String, String> registers = new TreeMap<>();
    if (values != null) {
      ((Map<?, ?>) values).forEach((key, value) -> registers.put((String) key, (String) value));
    }
    return registers;
  }

  private SortedMap<String, Long> deltas() {
    return numbers(need("deltas"));
  }

  private static SortedMap<String, Long> numbers(Object values) {
    SortedMap<String, Long> numbers = new TreeMap<>();
    if (values != null) {
      ((Map<?, ?>) values)
          .forEach((key, value) -> numbers.put((String) key, number((String) key, value)));
    }
    return numbers;
  }

  private static long number(String name, Object value) {
    if (value instanceof Long number) {
      return number;
    }
    throw new IllegalArgumentException("\"" + name + "\" is " + value + ", not a whole number");
  }

  private String string(String name) {
    return (String) need(name);
  }

  private Object need(String name) {
    Object value = line.get(name);
    if (value == null) {
      throw new IllegalArgumentException("it lacks \"" + name + "\"");
    }
    return value;
  }

  static Map<String, Object> json(Event event) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("client", event.client());
    if (!event.object().equals(Event.OBJECT)) {
      json.put("object", event.object());
    }
    json.put("start", event.invoked());
    if (!event.isUnknown()) {
      json.put("end", event.returned());
    }
    event.operation().accept(new LineWriter(json));
    if (event.result() instanceof Operation.Outcome outcome) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("held", outcome.held());
      result.put("values", outcome.values());
      json.put("result", result);
    } else if (event.result() != null) {
      json.put("result", event.result());
    }
    if (!event.versions().isEmpty()) {
      Map<String, Object> versions = new LinkedHashMap<>();
      versions.put("found", event.versions().found());
      versions.put("written", event.versions().written());
      json.put("versions", versions);
    }
    return json;
  }

  /** Writes an operation into a line. */
  private record LineWriter(Map<String, Object> json)
      implements Operation.OperationVisitor<Map<String, Object>> {

    @Override
    public Map<String, Object> read(Operation.Read operation) {
      return put("read", "keys", operation.keys());
    }

    @Override
    public Map<String, Object> write(Operation.Write operation) {
      return put("write", "values", operation.values());
    }

    @Override
    public Map<String, Object> swap(Operation.Swap operation) {
      return put("swap", "values", operation.values());
    }

    @Override
    public Map<String, Object> transact(Operation.Transact operation) {
      put("transact", "if", conditions(operation.conditions()));
      json.put("then", operation.then());
      json.put("else", operation.otherwise());
      json.put("keys", operation.reads());
      return json;
    }

    @Override
    public Map<String, Object> size(Operation.Size operation) {
      return put("size");
    }

    @Override
    public Map<String, Object> containsValue(Operation.ContainsValue operation) {
      return put("containsValue", "value", operation.value());
    }

    @Override
    public Map<String, Object> snapshot(Operation.Snapshot operation) {
      return put("snapshot");
    }

    @Override
    public Map<String, Object> clear(Operation.Clear operation) {
      return put("clear");
    }

    @Override
    public Map<String, Object> add(Operation.Add operation) {
      return put("add", "deltas", operation.deltas());
    }

    @Override
    public Map<String, Object> addAndGet(Operation.AddAndGet operation) {
      return put("addAndGet", "deltas", operation.deltas());
    }

    @Override
    public Map<String, Object> addIf(Operation.AddIf operation) {
      put("addIf", "if", conditions(operation.conditions()));
      json.put("deltas", operation.deltas());
      return json;
    }

    @Override
    public Map<String, Object> count(Operation.Count operation) {
      return put("count", "keys", operation.keys());
    }

    @Override
    public Map<String, Object> sum(Operation.Sum operation) {
      return put("sum");
    }

    private Map<String, Object> put(String op) {
      json.put("op", op);
      return json;
    }

    private Map<String, Object> put(String op, String name, Object value) {
      put(op).put(name, value);
      return json;
    }

    private static List<Object> conditions(Collection<WriteCondition> conditions) {
      List<Object> all = new ArrayList<>();
      for (WriteCondition condition : conditions) {
        Map<String, Object> each = new LinkedHashMap<>();
        each.put("key", condition.key());
        all.add(condition.accept(new ConditionWriter(each)));
      }
      return all;
    }
  }

  /** Writes a condition beside its key. */
  private record ConditionWriter(Map<String, Object> json)
      implements WriteCondition.WriteConditionVisitor<Map<String, Object>> {

    @Override
    public Map<String, Object> is(WriteCondition.Is condition) {
      json.put("is", condition.value());
      return json;
    }

    @Override
    public Map<String, Object> present(WriteCondition.Present condition) {
      json.put("present", true);
      return json;
    }

    @Override
    public Map<String, Object> atLeast(WriteCondition.AtLeast condition) {
      json.put("atLeast", condition.bound());
      return json;
    }

    @Override
    public Map<String, Object> atMost(WriteCondition.AtMost condition) {
      json.put("atMost", condition.bound());
      return json;
    }
  }
}
