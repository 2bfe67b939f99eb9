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

import io.atomix.core.map.AtomicMap;
import io.atomix.core.map.AtomicMapEvent;
import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.Version;
import io.atomix.mcast.agent.client.ClientOptions;
import io.atomix.mcast.agent.client.StoredBytes;
import io.atomix.mcast.primitives.map.Filter;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapListener;
import io.atomix.mcast.primitives.map.WatchFrom;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.time.Versioned;
import java.io.File;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks into a map, and changes it. */
@Command(
    name = "map",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Looks into a map, and changes it: atomic-map, map, multicast-map.",
    description = {
      "",
      "mcast map NAME OPERATION ... --config FILE|--connect HOST:PORT --cluster-id ID. Options"
          + " stand behind the operation; mcast map NAME OPERATION --help lists them.",
      ""
    })
public final class MapCommand extends PrimitiveCommand {
  /** Creates the command. */
  public MapCommand() {
    super(PrimitiveKind.MAP);
  }

  @Command(
      name = "get",
      mixinStandardHelpOptions = true,
      description = "Prints values; of a multicast-map, several at one moment.")
  int get(
      @Mixin ClientOptions cluster,
      @Mixin PrimitiveOptions options,
      @Parameters(paramLabel = "KEY", arity = "1..*") List<String> keys) {
    return use(
        cluster,
        options,
        "get",
        (primitive, values, results) -> {
          AtomicMap<StoredBytes, StoredBytes> map = primitive.map();
          List<StoredBytes> stored = keys(keys, options, values);
          EntryPrinter printer = new EntryPrinter(values, results);
          int missing = 0;
          if (map instanceof MulticastMap<StoredBytes, StoredBytes> multicast && keys.size() > 1) {
            Map<StoredBytes, Versioned<StoredBytes>> found = multicast.getAll(stored);
            for (StoredBytes key : stored) {
              missing += entry(printer, key, found.get(key), true);
            }
          } else {
            for (StoredBytes key : stored) {
              missing += entry(printer, key, map.get(key), keys.size() > 1);
            }
          }
          return missing == 0 ? 0 : NOT_SO;
        });
  }

  private static List<StoredBytes> keys(
      List<String> keys, PrimitiveOptions options, StoredValues values) {
    return keys.stream().distinct().map(key -> values.encode(key, options.keyType())).toList();
  }

  /** Prints an entry; returns 1 and tells the user if there is none. */
  private int entry(
      EntryPrinter printer, StoredBytes key, Versioned<StoredBytes> entry, boolean withKey) {
    if (entry == null) {
      note("'" + name() + "' has no value for " + printer.values().show(key).text());
      return 1;
    }
    if (withKey) {
      printer.entry(key, entry);
    } else {
      printer.value(key, entry);
    }
    return 0;
  }

  @Command(
      name = "put",
      mixinStandardHelpOptions = true,
      description = "Writes a value, and prints the version that it has.")
  int put(
      @Mixin ClientOptions cluster,
      @Mixin PrimitiveOptions options,
      @Parameters(paramLabel = "KEY") String key,
      @Parameters(paramLabel = "VALUE") String value,
      @Option(
              names = "--ttl",
              paramLabel = "DURATION",
              description = "How long it lives, in ISO 8601, such as PT30S (default: for ever).")
          Duration timeToLive) {
    checked("--ttl", timeToLive);
    return use(
        cluster,
        options,
        "put",
        (primitive, values, results) -> {
          AtomicMap<StoredBytes, StoredBytes> map = primitive.map();
          StoredBytes storedKey = values.encode(key, options.keyType());
          StoredBytes stored = values.encode(value, type(options, values, map, storedKey));
          Versioned<StoredBytes> written =
              timeToLive == null
                  ? map.putAndGet(storedKey, stored)
                  : map.putAndGet(storedKey, stored, timeToLive);
          return version(results, written);
        });
  }

  private static void checked(String option, Duration timeToLive) {
    if (timeToLive != null && timeToLive.toMillis() < 1) {
      throw new CommandException(
          "%s %s is no time to live: give a millisecond or more, such as PT30S, or leave it out to keep the entry for ever"
              .formatted(option, timeToLive));
    }
  }

  @Command(
      name = "touch",
      mixinStandardHelpOptions = true,
      description =
          "Has an entry of a multicast-map live for a time from now on, with the value and version"
              + " that it has; ends with 3 if there is none.")
  int touch(
      @Mixin ClientOptions cluster,
      @Mixin PrimitiveOptions options,
      @Parameters(paramLabel = "KEY") String key,
      @Option(
              names = "--ttl",
              paramLabel = "DURATION",
              required = true,
              description = "How long it lives, in ISO 8601, such as PT30S.")
          Duration timeToLive) {
    checked("--ttl", timeToLive);
    return use(
        cluster,
        options,
        "touch",
        (primitive, values, results) -> {
          MulticastMap<StoredBytes, StoredBytes> map = multicastMap(primitive, "touch");
          boolean there = map.touch(values.encode(key, options.keyType()), timeToLive);
          results.done(there ? "touched" : "not touched", there);
          return there ? 0 : notSo("'" + name() + "' has no value for " + key);
        });
  }

  /** Opens the map if it is one of this project. */
  private MulticastMap<StoredBytes, StoredBytes> multicastMap(
      OpenedPrimitive primitive, String what) {
    if (!primitive.isMulticastMap()) {
      throw new CommandException(
          "'%s' is of type %s: only a multicast-map has %s"
              .formatted(name(), primitive.entry().type(), what));
    }
    return primitive.multicastMap();
  }

  private static int version(Results results, Versioned<StoredBytes> written) {
    results.print(
        "version " + written.version(), object -> object.put("version", written.version()));
    return 0;
  }

  /** Returns the type of values: as named, or that of the entry's value, or of some other's. */
  private ValueType type(
      PrimitiveOptions options,
      StoredValues values,
      AtomicMap<StoredBytes, StoredBytes> map,
      StoredBytes key) {
    return values.type(
        options,
        () -> {
          Versioned<StoredBytes> entry = map.get(key);
          if (entry != null) {
            return entry.value();
          }
          Iterator<Versioned<StoredBytes>> others = map.values().iterator();
          return others.hasNext() ? others.next().value() : null;
        });
  }

  @Command(
      name = "put-if",
      description = "Writes a value if a condition holds; ends with 3 if it does not.")
  int putIf(
      @Mixin ClientOptions cluster,
      @Mixin PrimitiveOptions options,
      @Parameters(paramLabel = "KEY") String key,
      @Parameters(paramLabel = "VALUE") String value,
      @Mixin EntryCondition condition,
      @Option(names = "--help", usageHelp = true, description = "Show this help.") boolean help) {
    condition.check();
    return use(
        cluster,
        options,
        "put-if",
        (primitive, values, results) -> {
          AtomicMap<StoredBytes, StoredBytes> map = primitive.map();
          StoredBytes storedKey = values.encode(key, options.keyType());
          ValueType type = type(options, values, map, storedKey);
          StoredBytes stored = values.encode(value, type);
          boolean written;
          if (condition.absent()) {
            written = map.putIfAbsent(storedKey, stored) == null;
          } else if (condition.equal() != null) {
            written = map.replace(storedKey, values.encode(condition.equal(), type), stored);
          } else {
            written = map.replace(storedKey, condition.version(), stored);
          }
          return decided(results, written, "written");
        });
  }

  @Command(
      name = "remove",
      description =
          "Removes an entry, and prints the value that it had; ends with 3 if there was none, or"
              + " a condition does not hold.")
  int remove(
      @Mixin ClientOptions cluster,
      @Mixin PrimitiveOptions options,
      @Parameters(paramLabel = "KEY") String key,
      @Mixin EntryCondition condition,
      @Option(names = "--help", usageHelp = true, description = "Show this help.") boolean help) {
    boolean conditional = condition.given();
    if (condition.absent()) {
      throw new CommandException("remove has no condition --absent: nothing would be removed");
    }
    return use(
        cluster,
        options,
        "remove",
        (primitive, values, results) -> {
          AtomicMap<StoredBytes, StoredBytes> map = primitive.map();
          StoredBytes storedKey = values.encode(key, options.keyType());
          if (!conditional) {
            EntryPrinter printer = new EntryPrinter(values, results);
            return entry(printer, storedKey, map.remove(storedKey), false) == 0 ? 0 : NOT_SO;
          }
          boolean removed =
              condition.version() != null
                  ? map.remove(storedKey, condition.version())
                  : map.remove(
                      storedKey,
                      values.encode(condition.equal(), type(options, values, map, storedKey)));
          return decided(results, removed, "removed");
        });
  }

  @Command(name = "keys", mixinStandardHelpOptions = true, description = "Prints all keys.")
  int keys(@Mixin ClientOptions cluster, @Mixin PrimitiveOptions options) {
    return use(
        cluster,
        options,
        "keys",
        (primitive, values, results) -> {
          for (StoredBytes key : primitive.map().keySet()) {
            ShownValue shown = values.show(key);
            results.print(shown.text(), object -> Results.put(object, "key", shown));
          }
          return 0;
        });
  }

  @Command(
      name = "entries",
      mixinStandardHelpOptions = true,
      description =
          "Prints all entries: key, value, type and version, with tabs between; of a"
              + " multicast-map at one moment.")
  int entries(@Mixin ClientOptions cluster, @Mixin PrimitiveOptions options) {
    return use(
        cluster,
        options,
        "entries",
        (primitive, values, results) -> {
          EntryPrinter printer = new EntryPrinter(values, results);
          for (Map.Entry<StoredBytes, Versioned<StoredBytes>> each : primitive.map().entrySet()) {
            printer.entry(each.getKey(), each.getValue());
          }
          return 0;
        });
  }

  @Command(
      name = "snapshot",
      mixinStandardHelpOptions = true,
      description =
          "Prints the entries of a multicast-map at one moment, those whose keys are asked for, in"
              + " their order; ends with 3 if there are none.")
  int snapshot(
      @Mixin ClientOptions cluster,
      @Mixin PrimitiveOptions options,
      @Mixin FilterOptions filtering) {
    Filter<?> filter = filtering.filter(options.keyType());
    return use(
        cluster,
        options,
        "snapshot",
        (primitive, values, results) -> {
          MulticastMap<StoredBytes, StoredBytes> map = multicastMap(primitive, "snapshots");
          if (filter == null) {
            Map<StoredBytes, Versioned<StoredBytes>> all = map.snapshot();
            all.forEach(new EntryPrinter(values, results)::entry);
            return all.isEmpty() ? NOT_SO : 0;
          }
          int read = filtering.print(map, filter, new EntryPrinter(values, results), this::note);
          return read == 0 ? NOT_SO : 0;
        });
  }

  @Command(name = "size", mixinStandardHelpOptions = true, description = "Counts the entries.")
  int size(@Mixin ClientOptions cluster, @Mixin PrimitiveOptions options) {
    return number(cluster, options, "size", "size", (primitive, values) -> primitive.map().size());
  }

  @Command(
      name = "watch",
      mixinStandardHelpOptions = true,
      description = {
        "Prints each change, until it is stopped (Ctrl-C).",
        "With --from, --after or --positions, of a multicast-map, no change is missed, and those of"
            + " a message come together, with its id."
      })
  int watch(
      @Mixin ClientOptions cluster,
      @Mixin PrimitiveOptions options,
      @Mixin WatchOptions watching,
      @Mixin StartOptions start,
      @Option(
              names = "--from",
              paramLabel = "now|snapshot",
              description = "Begin with what changes from now on, or with all entries.")
          String from,
      @Parameters(
              paramLabel = "KEY",
              arity = "0..*",
              description = "Only the changes of these keys.")
          List<String> keys) {
    WatchFrom begin = start.ofMap(from);
    return use(
        cluster,
        options,
        "watch",
        (primitive, values, results) -> {
          List<StoredBytes> wanted = keys(keys == null ? List.of() : keys, options, values);
          EntryPrinter printer = new EntryPrinter(values, results);
          if (begin != null) {
            MulticastMap<StoredBytes, StoredBytes> map =
                multicastMap(primitive, "watches that miss nothing");
            return watching.run(
                changes ->
                    ClusterAnswers.result(
                        "watch of '" + name() + "'",
                        map.async()
                            .watch(
                                begin,
                                new WatchedChanges(
                                    changes,
                                    key -> wanted.isEmpty() || wanted.contains(key),
                                    printer,
                                    start,
                                    this::note))),
                this::note);
          }
          return watching.run(
              changes ->
                  primitive
                      .map()
                      .addListener(
                          new MulticastMapListener<>() {
                            @Override
                            public void event(AtomicMapEvent<StoredBytes, StoredBytes> event) {
                              if (wanted.isEmpty() || wanted.contains(event.key())) {
                                changes.add(() -> change(printer, event));
                              }
                            }

                            @Override
                            public void missed(PartitionId partition) {
                              note("events may have been missed in " + partition);
                            }
                          }),
              this::note);
        });
  }

  private static void change(EntryPrinter printer, AtomicMapEvent<StoredBytes, StoredBytes> event) {
    printer.event(
        event.type().name().toLowerCase(Locale.ROOT), event.key(), event.newValue(), null);
  }

  @Command(
      name = "txn",
      mixinStandardHelpOptions = true,
      description = {
        "Carries out conditions and operations in one message; ends with 3 if the conditions do"
            + " not hold. One is a line:",
        "  if KEY = VALUE      if KEY absent      if KEY present      if KEY version N",
        "  then put KEY VALUE      then get KEY      then remove KEY      else ...",
        "Words with spaces stand in double quotes."
      })
  int txn(
      @Mixin ClientOptions cluster,
      @Mixin PrimitiveOptions options,
      @Option(
              names = {"-f", "--file"},
              paramLabel = "FILE",
              description = "File with the lines, or - for the standard input.")
          File file,
      @Parameters(paramLabel = "LINE", arity = "0..*", description = "Lines, or one JSON object.")
          List<String> lines) {
    TransactionScript script = TransactionScript.of(lines, file);
    return use(
        cluster,
        options,
        "txn",
        (primitive, values, results) -> {
          MapScriptRunner transactions =
              new MapScriptRunner(
                  multicastMap(primitive, "transactions in one message"), values, options);
          boolean succeeded = transactions.run(script, results);
          return succeeded ? 0 : notSo("the conditions do not hold");
        });
  }
}
