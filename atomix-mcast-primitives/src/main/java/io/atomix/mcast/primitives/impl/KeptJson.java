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
package io.atomix.mcast.primitives.impl;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValueFactory;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.zip.CRC32;

/**
 * Writes and reads a line of JSON that users keep, with the version of its format and a check sum.
 *
 * @param format the name of the field that has the version
 * @param version the version, the only one that is read
 * @param what what it is, for errors: {@code A kept position of a channel}
 * @param remedy what to do where it is damaged
 */
public record KeptJson(String format, int version, String what, String remedy) {
  private static final String SUM = "sum";

  /** Writes fields: text, numbers, and lists and maps of these. */
  public String write(Map<String, ?> fields) {
    Map<String, Object> all = versioned(fields);
    all.put(SUM, sum(render(all)));
    return render(all);
  }

  private Map<String, Object> versioned(Map<String, ?> fields) {
    Map<String, Object> all = new HashMap<>(fields);
    all.put(format, version);
    return all;
  }

  private static String render(Map<String, Object> fields) {
    return ConfigValueFactory.fromMap(fields).render(ConfigRenderOptions.concise());
  }

  private static long sum(String text) {
    CRC32 sum = new CRC32();
    sum.update(text.getBytes(StandardCharsets.UTF_8));
    return sum.getValue();
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @param reader makes it of its fields
   * @param fields returns the fields of what was read
   * @throws IllegalArgumentException if it is something else, is damaged, or was written by a newer
   *     release
   */
  public <T> T read(String json, Function<Config, T> reader, Function<T, Map<String, ?>> fields) {
    Objects.requireNonNull(json, "json");
    T kept;
    long sum;
    try {
      Config read =
          ConfigFactory.parseString(
              json, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
      int written = read.getInt(format);
      if (written != version) {
        throw new IllegalArgumentException(
            what
                + ": "
                + format
                + " = "
                + written
                + ", but this release knows only "
                + version
                + ": read it with the release that wrote it, or upgrade");
      }
      sum = read.getLong(SUM);
      kept = reader.apply(read);
    } catch (ConfigException | ArithmeticException e) {
      throw damaged(json, e.getMessage(), e);
    }
    if (sum(render(versioned(fields.apply(kept)))) != sum) {
      throw damaged(json, "its check sum does not fit", null);
    }
    return kept;
  }

  private IllegalArgumentException damaged(String json, String why, Throwable cause) {
    String shown = json.length() > 100 ? json.substring(0, 100) + "..." : json;
    return new IllegalArgumentException(
        what + " is damaged: " + why + ": '" + shown + "'; " + remedy, cause);
  }
}
