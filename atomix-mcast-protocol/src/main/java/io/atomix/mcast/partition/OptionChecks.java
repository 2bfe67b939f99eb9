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
package io.atomix.mcast.partition;

import io.atomix.utils.config.ConfigurationException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks options, wherever they came from, and says in one sentence what is wrong: whose option,
 * its key, the value found, what to do. Every failed check throws {@link ConfigurationException}.
 *
 * @param subject whose options these are, as the messages begin: {@code partition group 'data'}
 */
public record OptionChecks(String subject) {

  /**
   * Requires {@code holds}; otherwise reports {@code key = value} and the remedy, which starts with
   * what was expected.
   */
  public void require(boolean holds, String key, Object value, String remedy) {
    if (!holds) {
      throw new ConfigurationException(subject + ": " + key + " = " + value + ": " + remedy);
    }
  }

  /** Requires a number above zero. */
  public void positive(String key, long value) {
    require(value > 0, key, value, "must be greater than zero");
  }

  /** Requires a duration of at least a millisecond, the resolution of Atomix's timers. */
  public void positive(String key, Duration value) {
    require(
        value != null && value.toMillis() > 0,
        key,
        value,
        "must be a duration of at least 1 ms, such as 500ms or 5s");
  }

  /** Requires a share of a whole, from 0 up to but not including 1. */
  public void share(String key, double value) {
    require(
        value >= 0 && value < 1,
        key,
        value,
        "must be a share of the whole, from 0 up to but not including 1");
  }

  /** Requires names, at least one, none of them blank, none twice. */
  public void distinctNames(String key, List<String> names) {
    require(names != null && !names.isEmpty(), key, names, "must name at least one");
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      require(
          name != null && !name.isBlank(),
          key,
          names,
          "one of them is blank; remove it or name it");
      require(seen.add(name), key, names, "'" + name + "' is there twice; name each once");
    }
  }

  /** Returns the constant that the text names, in any case, with hyphens or underscores. */
  public <E extends Enum<E>> E constant(String key, Class<E> type, String text) {
    String name = text == null ? "" : text.trim().replace('-', '_').toUpperCase(Locale.ROOT);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    throw new ConfigurationException(
        subject
            + ": "
            + key
            + " = "
            + text
            + ": unknown, use one of "
            + Arrays.stream(type.getEnumConstants())
                .map(OptionChecks::text)
                .collect(Collectors.joining(", ")));
  }

  /** Returns how a constant is written in a configuration. */
  public static String text(Enum<?> constant) {
    return constant == null ? null : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
