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

import io.atomix.core.value.AtomicValue;
import io.atomix.mcast.agent.Version;
import io.atomix.mcast.agent.client.ClientOptions;
import io.atomix.mcast.agent.client.StoredBytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks at a value, and changes it. */
@Command(
    name = "value",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Looks at a value, and changes it: atomic-value, value.",
    description = {
      "",
      "mcast value NAME OPERATION ... --config FILE|--connect HOST:PORT --cluster-id ID. Options"
          + " stand behind the operation.",
      ""
    })
public final class ValueCommand extends PrimitiveCommand {
  /** Creates the command. */
  public ValueCommand() {
    super(PrimitiveKind.VALUE);
  }

  @Command(
      name = "get",
      mixinStandardHelpOptions = true,
      description = "Prints the value; ends with 3 if there is none.")
  int get(@Mixin ClientOptions cluster, @Mixin PrimitiveOptions options) {
    return use(
        cluster,
        options,
        "get",
        (primitive, values, results) -> {
          StoredBytes stored = primitive.value().get();
          if (stored == null) {
            return notSo("'" + name() + "' has no value");
          }
          print(results, values.show(stored));
          return 0;
        });
  }

  private static void print(Results results, ShownValue value) {
    results.print(value.text(), object -> Results.put(object, "value", value));
  }

  @Command(name = "put", mixinStandardHelpOptions = true, description = "Writes the value.")
  int put(
      @Mixin ClientOptions cluster,
      @Mixin PrimitiveOptions options,
      @Parameters(paramLabel = "VALUE") String value) {
    return use(
        cluster,
        options,
        "put",
        (primitive, values, results) -> {
          AtomicValue<StoredBytes> opened = primitive.value();
          opened.set(values.encode(value, values.type(options, opened::get)));
          results.done("written", true);
          return 0;
        });
  }

  @Command(
      name = "put-if",
      mixinStandardHelpOptions = true,
      description = "Writes the value if it is another one; ends with 3 if it is not.")
  int putIf(
      @Mixin ClientOptions cluster,
      @Mixin PrimitiveOptions options,
      @Parameters(paramLabel = "VALUE") String value,
      @Option(
              names = "--equals",
              required = true,
              paramLabel = "VALUE",
              description = "Only if this is the value.")
          String expected) {
    return use(
        cluster,
        options,
        "put-if",
        (primitive, values, results) -> {
          AtomicValue<StoredBytes> opened = primitive.value();
          ValueType type = values.type(options, opened::get);
          boolean done =
              opened.compareAndSet(values.encode(expected, type), values.encode(value, type));
          return decided(results, done, "written");
        });
  }

  @Command(
      name = "watch",
      mixinStandardHelpOptions = true,
      description = "Prints each new value, until it is stopped (Ctrl-C).")
  int watch(
      @Mixin ClientOptions cluster, @Mixin PrimitiveOptions options, @Mixin WatchOptions watching) {
    return use(
        cluster,
        options,
        "watch",
        (primitive, values, results) ->
            watching.run(
                changes ->
                    primitive
                        .value()
                        .addListener(
                            event ->
                                changes.add(() -> print(results, values.show(event.newValue())))),
                this::note));
  }
}
