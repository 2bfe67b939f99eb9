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
package io.atomix.mcast.agent.log;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Entries of a log, from one index to another.
 *
 * @param from the first
 * @param to the last
 */
record EntryRange(long from, long to) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

  /** Text for all entries. */
  static final String ALL = "1-999999999999999999";

  boolean contains(long index) {
    return from <= index && index <= to;
  }

  /** Reads a range as it is written on the command line. */
  static final class RangeConverter implements ITypeConverter<EntryRange> {
    @Override
    public EntryRange convert(String text) {
      Matcher matcher = TEXT.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "'%s' is no range of entries; write --entries for all, or --entries=FROM-TO, such as --entries=100-120"
                .formatted(text));
      }
      return new EntryRange(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }
  }
}
