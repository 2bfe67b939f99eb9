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

import io.atomix.core.map.AtomicCounterMap;
import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.Version;
import io.atomix.mcast.agent.client.ClientOptions;
import io.atomix.mcast.agent.client.StoredBytes;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import java.io.File;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks into a counter map, and changes it. */
@Command(
    name = "counter-map",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Looks into a counter map, and changes it: atomic-counter-map, multicast-counter-map.",
    description = {
      "",
      "mcast counter-map NAME OPERATION ... --config FILE|--connect HOST:PORT --cluster-id ID."
          + " Options stand behind the operation. A counter map does not tell its keys; a counter"
          + " that was never set is 0.",
      ""
    })
public final class CounterMapCommand extends PrimitiveCommand {
  /** Creates the command. */
  public CounterMapCommand() {
    super(PrimitiveKind.COUNTER_MAP);
  }

  @Command(
      name = "get",
      mixinStandardHelpOptions = true,
      description = "Prints counters; of a multicast-counter-map, several at one moment.")
  int get(
      @Mixin ClientOptions cluster,
      @Mixin PrimitiveOptions options,
      @Parameters(paramLabel = "KEY", arity = "1..*") List<String> keys) {
    return use(
        cluster,
        options,
        "get",
        (primitive, values, results) -> {
          AtomicCounterMap<StoredBytes> map = primitive.counterMap();
          List<StoredBytes> stored =
              keys.stream().distinct().map(key -> values.encode(key, options.keyType())).toList();
          Map<StoredBytes, Long> atOnce =
              map instanceof MulticastCounterMap<StoredBytes> multicast && stored.size() > 1
                  ? multicast.getAll(stored)
                  : null;
          for (StoredBytes key : stored) {
            long value = atOnce == null ? map.get(key) : atOnce.get(key);
            counter(results, values, key, value, stored.size() > 1);
          }
          return 0;
        });
  }

  private static void counter(
      Results results, StoredValues values, StoredBytes key, long value, boolean withKey) {
    ShownValue shown = values.show(key);
    results.print(
        withKey ? shown.text() + "\t" + value : String.valueOf(value),
        object -> {
          Results.put(object, "key", shown);
          object.put("value", value);
        });
  }

  /** Number that an operation on one counter gives. */
  @FunctionalInterface
  private interface CounterUse {
    long of(AtomicCounterMap<StoredBytes> map, StoredBytes key);
  }

  private int ofKey(
      ClientOptions cluster,
      PrimitiveOptions options,
      String operation,
      String label,
      String key,
      CounterUse use) {
    return number(
        cluster,
        options,
        operation,
        label,
        (primitive, values) -> {
          StoredBytes stored = values.encode(key, options.keyType());
          return use.of(primitive.counterMap(), stored);
        });
  }

  @Command(
      name = "put",
      mixinStandardHelpOptions = true,
      description = "Sets a counter, and prints what it was.")
  int put(
      @Mixin ClientOptions cluster,
      @Mixin PrimitiveOptions options,
      @Parameters(paramLabel = "KEY") String key,
      @Parameters(paramLabel = "NUMBER") long number) {
    return ofKey(
        cluster, options, "put", "previous", key, (map, stored) -> map.put(stored, number));
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Adds to a counter, and prints what it is then; a negative number after --.")
  int add(
      @Mixin ClientOptions cluster,
      @Mixin PrimitiveOptions options,
      @Parameters(paramLabel = "KEY") String key,
      @Parameters(paramLabel = "NUMBER") long number) {
    return ofKey(
        cluster, options, "add", "value", key, (map, stored) -> map.addAndGet(stored, number));
  }

  @Command(
      name = "put-if",
      mixinStandardHelpOptions = true,
      description = "Sets a counter if it is another number; ends with 3 if it is not.")
  int putIf(
      @Mixin ClientOptions cluster,
      @Mixin PrimitiveOptions options,
      @Parameters(paramLabel = "KEY") String key,
      @Parameters(paramLabel = "NUMBER") long number,
      @Option(
              names = "--equals",
              required = true,
              paramLabel = "NUMBER",
              description = "Only if it is this number.")
          long expected) {
    return use(
        cluster,
        options,
        "put-if",
        (primitive, values, results) -> {
          StoredBytes stored = values.encode(key, options.keyType());
          boolean done = primitive.counterMap().replace(stored, expected, number);
          return decided(results, done, "written");
        });
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Removes a counter, and prints what it was.")
  int remove(
      @Mixin ClientOptions cluster,
      @Mixin PrimitiveOptions options,
      @Parameters(paramLabel = "KEY") String key) {
    return ofKey(cluster, options, "remove", "previous", key, (map, stored) -> map.remove(stored));
  }

  @Command(name = "size", mixinStandardHelpOptions = true, description = "Counts the counters.")
  int size(@Mixin ClientOptions cluster, @Mixin PrimitiveOptions options) {
    return number(
        cluster, options, "size", "size", (primitive, values) -> primitive.counterMap().size());
  }

  @Command(
      name = "sum",
      mixinStandardHelpOptions = true,
      description = "Adds up all counters of a multicast-counter-map, at one moment.")
  int sum(@Mixin ClientOptions cluster, @Mixin PrimitiveOptions options) {
    return number(
        cluster,
        options,
        "sum",
        "sum",
        (primitive, values) -> multicast(primitive, "a sum at one moment").sum());
  }

  private MulticastCounterMap<StoredBytes> multicast(OpenedPrimitive primitive, String what) {
    if (!primitive.isMulticastCounterMap()) {
      throw new CommandException(
          "'%s' is of type %s: only a multicast-counter-map has %s"
              .formatted(name(), primitive.entry().type(), what));
    }
    return primitive.multicastCounterMap();
  }

  @Command(
      name = "txn",
      mixinStandardHelpOptions = true,
      description = {
        "Carries out conditions and operations in one message; ends with 3 if the conditions do"
            + " not hold. One is a line:",
        "  if KEY >= NUMBER      if KEY <= NUMBER      if KEY = NUMBER",
        "  then add KEY NUMBER   then put KEY NUMBER   then get KEY   then remove KEY   else ...",
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
          CounterScriptRunner transactions =
              new CounterScriptRunner(
                  multicast(primitive, "transactions in one message"), values, options);
          boolean succeeded = transactions.run(script, results);
          return succeeded ? 0 : notSo("the conditions do not hold");
        });
  }
}
