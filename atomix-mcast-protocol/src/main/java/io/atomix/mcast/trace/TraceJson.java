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
package io.atomix.mcast.trace;

import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Writes traces as JSON, an event a line. Written here by hand, because whoever embeds a node, and
 * this module's own tests, need not have a library for it; {@code bin/mcast trace} reads it.
 */
public final class TraceJson {
  private static final int FIRST_PRINTABLE = 0x20;
  private static final int LAST_ASCII = 0x7e;

  private final StringBuilder out = new StringBuilder();

  private TraceJson() {}

  /** Writes a trace; values that are null are left out. All of the text is ASCII. */
  public static String write(Trace trace) {
    TraceJson json = new TraceJson();
    json.record(trace);
    return json.out.append('\n').toString();
  }

  private void value(Object value) {
    if (value instanceof Record parts) {
      record(parts);
    } else if (value instanceof List<?> list) {
      list(list);
    } else if (value instanceof Map<?, ?> map) {
      map(map);
    } else if (value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else {
      text(String.valueOf(value));
    }
  }

  private void record(Record parts) {
    out.append('{');
    String separator = "";
    for (RecordComponent component : parts.getClass().getRecordComponents()) {
      Object value = of(parts, component);
      if (value != null) {
        out.append(separator);
        text(component.getName());
        out.append(':');
        value(value);
        separator = ",";
      }
    }
    out.append('}');
  }

  private static Object of(Record parts, RecordComponent component) {
    try {
      return component.getAccessor().invoke(parts);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Component " + component + " cannot be read", e);
    }
  }

  private void list(List<?> list) {
    out.append('[');
    Iterator<?> each = list.iterator();
    while (each.hasNext()) {
      Object value = each.next();
      if (value instanceof TraceEvent) {
        out.append('\n');
      }
      value(value);
      out.append(each.hasNext() ? "," : "");
    }
    out.append(']');
  }

  private void map(Map<?, ?> map) {
    out.append('{');
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      text(String.valueOf(entry.getKey()));
      out.append(':');
      value(entry.getValue());
      separator = ",";
    }
    out.append('}');
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each == '"' || each == '\\') {
        out.append('\\').append(each);
      } else if (each < FIRST_PRINTABLE || each > LAST_ASCII) {
        out.append(String.format("\\u%04x", (int) each));
      } else {
        out.append(each);
      }
    }
    out.append('"');
  }
}
