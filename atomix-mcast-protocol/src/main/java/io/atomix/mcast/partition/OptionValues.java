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

import io.atomix.utils.memory.MemorySize;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads options whose values Atomix's configuration mapper would take amiss: it takes {@code 1} for
 * false, {@code 8 MB} for 8,000,000 bytes, and does not know {@code KB}. A setter whose parameter
 * is an {@code Object} is given the value as it is written, and reads it here.
 *
 * <p>A value that cannot be read changes nothing at first: a setter's exception would reach the
 * user wrapped, without the key. It is reported by {@link #check}. Not thread-safe.
 */
public final class OptionValues {
  private static final Pattern SIZE = Pattern.compile("([+-]?\\d+(?:\\.\\d+)?)\\s*([a-zA-Z]*)");
  private static final String SIZE_REMEDY =
      "must be a number of bytes or a size such as 256 KB, 8 MB or 1 GB, in units of 1024";
  private static final String FLAG_REMEDY = "must be true or false";
  private static final String WHOLE_REMEDY = "must be a whole number";
  private static final String NUMBER_REMEDY = "must be a number";
  private static final Map<String, Integer> POWERS_OF_1024 =
      Map.ofEntries(
          Map.entry("", 0),
          Map.entry("b", 0),
          Map.entry("byte", 0),
          Map.entry("bytes", 0),
          Map.entry("k", 1),
          Map.entry("kb", 1),
          Map.entry("ki", 1),
          Map.entry("kib", 1),
          Map.entry("m", 2),
          Map.entry("mb", 2),
          Map.entry("mi", 2),
          Map.entry("mib", 2),
          Map.entry("g", 3),
          Map.entry("gb", 3),
          Map.entry("gi", 3),
          Map.entry("gib", 3),
          Map.entry("t", 4),
          Map.entry("tb", 4),
          Map.entry("ti", 4),
          Map.entry("tib", 4));

  /** Fault of an option. */
  private record UnfitValue(Object value, String remedy) {}

  /** By key: the last value that was set counts. */
  private final Map<String, UnfitValue> faults = new TreeMap<>();

  /**
   * Reads true or false: a boolean, or one of the words of a configuration file, in any case
   * ({@code true}, {@code yes}, {@code on}, {@code false}, {@code no}, {@code off}).
   *
   * @param otherwise what to return if it is none, which {@link #check} reports
   */
  public boolean flag(String key, Object value, boolean otherwise) {
    Boolean read = readFlag(value);
    note(key, read != null, value, FLAG_REMEDY);
    return read != null ? read : otherwise;
  }

  /**
   * Reads a number of bytes: a {@link MemorySize}, a whole number, or text such as {@code 256 KB}.
   * A unit may stand with or without a space before it, in any case; {@code K}, {@code KB}, {@code
   * Ki} and {@code KiB} are 1024 bytes, and so on with M, G and T.
   *
   * @param otherwise what to return if it is none, which {@link #check} reports
   */
  public long bytes(String key, Object value, long otherwise) {
    Long read = value instanceof MemorySize size ? (Long) size.bytes() : readBytes(value);
    note(key, read != null, value, SIZE_REMEDY);
    return read != null ? read : otherwise;
  }

  /**
   * Reads a number: a {@link Number}, or text that is one.
   *
   * @param otherwise what to return if it is none, which {@link #check} reports
   */
  public double number(String key, Object value, double otherwise) {
    Double read = readNumber(value);
    note(key, read != null, value, NUMBER_REMEDY);
    return read != null ? read : otherwise;
  }

  /** Notes an unknown key, with the known one that is nearest. */
  void unknown(String key, Object value, List<String> known) {
    note(
        key,
        false,
        value,
        OptionNames.nearest(key, known)
            .map(nearest -> "unknown, did you mean " + nearest + "?")
            .orElse("unknown, use one of " + String.join(", ", known)));
  }

  /** Notes a value where an object is wanted. */
  void noObject(String key, Object value, String example) {
    note(key, false, value, "must be an object, such as " + example);
  }

  /** Notes a value that is neither true nor false, of an option that Atomix's own classes read. */
  void requireFlag(String key, Object value) {
    note(key, readFlag(value) != null, value, FLAG_REMEDY);
  }

  /** Notes a number that Atomix would round, of an option that its own mapper reads. */
  void requireWhole(String key, Object value) {
    note(
        key, !(value instanceof Double number) || number == Math.rint(number), value, WHOLE_REMEDY);
  }

  /**
   * Reports the first option, by key, whose value could not be read.
   *
   * @throws io.atomix.utils.config.ConfigurationException that names the key, the value and the
   *     remedy
   */
  public void check(OptionChecks checks) {
    faults.forEach((key, fault) -> checks.require(false, key, fault.value, fault.remedy));
  }

  private void note(String key, boolean right, Object value, String remedy) {
    if (right) {
      faults.remove(key);
    } else {
      faults.put(key, new UnfitValue(value, remedy));
    }
  }

  private static Boolean readFlag(Object value) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (!(value instanceof String text)) {
      return null;
    }
    return switch (text.trim().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> null;
    };
  }

  private static Double readNumber(Object value) {
    try {
      return value instanceof Number number
          ? (Double) number.doubleValue()
          : Double.valueOf(String.valueOf(value));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Returns null for what is no size, or no whole number of bytes, or too many for a long. */
  private static Long readBytes(Object value) {
    Matcher matcher = SIZE.matcher(String.valueOf(value).trim());
    if (!matcher.matches()) {
      return null;
    }
    Integer power = POWERS_OF_1024.get(matcher.group(2).toLowerCase(Locale.ROOT));
    if (power == null) {
      return null;
    }
    BigDecimal bytes =
        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1L << (10 * power)));
    try {
      return bytes.setScale(0, RoundingMode.UNNECESSARY).longValueExact();
    } catch (ArithmeticException e) {
      return null;
    }
  }
}
