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
package io.atomix.mcast.agent.primitive;

import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.client.StoredBytes;
import io.atomix.mcast.primitives.map.Filter;
import io.atomix.mcast.primitives.map.MapPage;
import io.atomix.mcast.primitives.map.MulticastMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which entries of a map are read, by their keys, and how many at a time. */
final class FilterOptions {
  private static final String ALL = "all";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description = "Only keys (strings) that begin with this.")
  private String prefix;

  @Option(
      names = "--from",
      paramLabel = "KEY",
      description =
          "Only keys from this one on, in the order of strings, or with --key-type long of"
              + " numbers.")
  private String from;

  @Option(names = "--to", paramLabel = "KEY", description = "Only keys below this one.")
  private String to;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Read pages of so many entries, the lowest keys first (default: all at once).")
  private Integer limit;

  @Option(
      names = "--pages",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many pages, or all (default: 1). All pages are of one moment.")
  private String pages;

  /**
   * Returns the filter, or null if all entries are wanted.
   *
   * @throws ParameterException if the options do not go together
   * @throws CommandException if no key can be found
   */
  Filter<?> filter(ValueType keyType) {
    if (prefix == null && from == null && to == null) {
      if (limit != null || !pages.equals("1")) {
        throw wrong("--limit and --pages need --prefix, or --from and --to");
      }
      return null;
    }
    if (prefix != null ? from != null || to != null : from == null || to == null) {
      throw wrong("Give --prefix, or both of --from and --to");
    }
    pages();
    try {
      Filter<?> filter = unlimited(keyType);
      return limit == null ? filter : filter.limit(limit);
    } catch (IllegalArgumentException e) {
      throw new CommandException(e.getMessage());
    }
  }

  private Filter<?> unlimited(ValueType keyType) {
    if (keyType == ValueType.STRING) {
      return prefix == null ? Filter.between(from, to) : Filter.prefix(prefix);
    }
    if (keyType != ValueType.LONG || prefix != null) {
      throw wrong(
          "Keys of type %s are not found by %s: strings are, and by --from and --to those of type long"
              .formatted(keyType, prefix == null ? "--from and --to" : "--prefix"));
    }
    return Filter.between((long) keyType.parse(from), (long) keyType.parse(to));
  }

  /**
   * Prints what a filter finds, as many pages as are wanted. What the partitions keep for more goes
   * with the client's session, at the end.
   *
   * @return how many entries there were
   * @throws CommandException if the keys of the map have a form of their own
   */
  int print(
      MulticastMap<StoredBytes, StoredBytes> map,
      Filter<?> filter,
      EntryPrinter printer,
      Notes notes) {
    MapPage<StoredBytes, StoredBytes> page;
    try {
      page = map.snapshot(ofStored(filter));
    } catch (IllegalArgumentException e) {
      throw new CommandException(e.getMessage());
    }
    int found = page.entries().size();
    page.entries().forEach(printer::entry);
    for (long read = 1; read < pages() && page.hasMore(); read++) {
      page = page.next();
      found += page.entries().size();
      page.entries().forEach(printer::entry);
    }
    if (page.hasMore()) {
      notes.note("there are more at that moment; --pages all prints them");
    }
    return found;
  }

  /** The map's serializer writes bounds as programs do. */
  @SuppressWarnings("unchecked")
  private static Filter<StoredBytes> ofStored(Filter<?> filter) {
    return (Filter<StoredBytes>) filter;
  }

  /** Returns how many pages are to be read at most. */
  private long pages() {
    if (pages.equals(ALL)) {
      return Long.MAX_VALUE;
    }
    try {
      long number = Long.parseLong(pages);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw wrong("--pages needs a number from 1 on, or all, not " + pages);
  }

  private ParameterException wrong(String what) {
    return new ParameterException(command.commandLine(), what);
  }
}
