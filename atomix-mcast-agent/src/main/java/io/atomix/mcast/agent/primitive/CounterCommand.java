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

import io.atomix.mcast.agent.Version;
import io.atomix.mcast.agent.client.ClientOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks at a counter, and changes it. */
@Command(
    name = "counter",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Looks at a counter, and changes it: atomic-counter, counter.",
    description = {
      "",
      "mcast counter NAME OPERATION ... --config FILE|--connect HOST:PORT --cluster-id ID."
          + " Options stand behind the operation.",
      ""
    })
public final class CounterCommand extends PrimitiveCommand {
  /** Creates the command. */
  public CounterCommand() {
    super(PrimitiveKind.COUNTER);
  }

  @Command(name = "get", mixinStandardHelpOptions = true, description = "Prints the counter.")
  int get(@Mixin ClientOptions cluster, @Mixin PrimitiveOptions options) {
    return number(
        cluster, options, "get", "value", (primitive, values) -> primitive.counter().get());
  }

  @Command(name = "put", mixinStandardHelpOptions = true, description = "Sets the counter.")
  int put(
      @Mixin ClientOptions cluster,
      @Mixin PrimitiveOptions options,
      @Parameters(paramLabel = "NUMBER") long number) {
    return use(
        cluster,
        options,
        "put",
        (primitive, values, results) -> {
          primitive.counter().set(number);
          results.done("written", true);
          return 0;
        });
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Adds to the counter, and prints what it is then; a negative number after --.")
  int add(
      @Mixin ClientOptions cluster,
      @Mixin PrimitiveOptions options,
      @Parameters(paramLabel = "NUMBER") long number) {
    return number(
        cluster,
        options,
        "add",
        "value",
        (primitive, values) -> primitive.counter().addAndGet(number));
  }

  @Command(
      name = "put-if",
      mixinStandardHelpOptions = true,
      description = "Sets the counter if it is another number; ends with 3 if it is not.")
  int putIf(
      @Mixin ClientOptions cluster,
      @Mixin PrimitiveOptions options,
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
        (primitive, values, results) ->
            decided(results, primitive.counter().compareAndSet(expected, number), "written"));
  }
}
