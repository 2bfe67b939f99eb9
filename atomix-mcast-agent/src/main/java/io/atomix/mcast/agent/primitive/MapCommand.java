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

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.map.AtomicMapEvent;
import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.Version;
import io.atomix.mcast.agent.client.ClientOptions;
import io.atomix.mcast.agent.client.StoredBytes;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapListener;
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
          int missing = 0;
          if (map instanceof MulticastMap<StoredBytes, StoredBytes> multicast && keys.size() > 1) {
            Map<StoredBytes, Versioned<StoredBytes>> found = multicast.getAll(stored);
            for (StoredBytes key : stored) {
              missing += entry(results, values, key, found.get(key), true);
            }
          } else {
            for (StoredBytes key : stored) {
              missing += entry(results, values, key, map.get(key), keys.size() > 1);
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
      Results results,
      StoredValues values,
      StoredBytes key,
      Versioned<StoredBytes> entry,
      boolean withKey) {
    ShownValue shownKey = values.show(key);
    if (entry == null) {
      note("'" + name() + "' has no value for " + shownKey.text());
      return 1;
    }
    ShownValue value = values.show(entry.value());
    results.print(
        withKey
            ? String.join(
                "\t",
                shownKey.text(),
                value.text(),
                value.typeName(),
                String.valueOf(entry.version()))
            : value.text(),
        object -> fields(object, shownKey, value, entry.version()));
    return 0;
  }

  private static void fields(ObjectNode object, ShownValue key, ShownValue value, long version) {
    Results.put(object, "key", key);
    Results.put(object, "value", value);
    object.put("version", version);
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
            return entry(results, values, storedKey, map.remove(storedKey), false) == 0
                ? 0
                : NOT_SO;
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
          for (Map.Entry<StoredBytes, Versioned<StoredBytes>> each : primitive.map().entrySet()) {
            entry(results, values, each.getKey(), each.getValue(), true);
          }
          return 0;
        });
  }

  @Command(name = "size", mixinStandardHelpOptions = true, description = "Counts the entries.")
  int size(@Mixin ClientOptions cluster, @Mixin PrimitiveOptions options) {
    return number(cluster, options, "size", "size", (primitive, values) -> primitive.map().size());
  }

  @Command(
      name = "watch",
      mixinStandardHelpOptions = true,
      description = "Prints each change, until it is stopped (Ctrl-C).")
  int watch(
      @Mixin ClientOptions cluster,
      @Mixin PrimitiveOptions options,
      @Mixin WatchOptions watching,
      @Parameters(
              paramLabel = "KEY",
              arity = "0..*",
              description = "Only the changes of these keys.")
          List<String> keys) {
    return use(
        cluster,
        options,
        "watch",
        (primitive, values, results) -> {
          List<StoredBytes> wanted = keys(keys == null ? List.of() : keys, options, values);
          return watching.run(
              changes ->
                  primitive
                      .map()
                      .addListener(
                          new MulticastMapListener<>() {
                            @Override
                            public void event(AtomicMapEvent<StoredBytes, StoredBytes> event) {
                              if (wanted.isEmpty() || wanted.contains(event.key())) {
                                changes.add(() -> change(results, values, event));
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

  private static void change(
      Results results, StoredValues values, AtomicMapEvent<StoredBytes, StoredBytes> event) {
    ShownValue key = values.show(event.key());
    String what = event.type().name().toLowerCase(Locale.ROOT);
    Versioned<StoredBytes> now = event.newValue();
    if (now == null) {
      results.print(
          what + "\t" + key.text(), object -> Results.put(object.put("event", what), "key", key));
    } else {
      ShownValue value = values.show(now.value());
      results.print(
          String.join("\t", what, key.text(), value.text(), value.typeName(), "" + now.version()),
          object -> fields(object.put("event", what), key, value, now.version()));
    }
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
          if (!primitive.isMulticastMap()) {
            throw new CommandException(
                "'%s' is of type %s: only a multicast-map has transactions in one message"
                    .formatted(name(), primitive.entry().type()));
          }
          MapScriptRunner transactions =
              new MapScriptRunner(primitive.multicastMap(), values, options);
          boolean succeeded = transactions.run(script, results);
          return succeeded ? 0 : notSo("the conditions do not hold");
        });
  }
}
