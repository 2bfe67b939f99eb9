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

import io.atomix.core.set.DistributedSet;
import io.atomix.mcast.agent.Version;
import io.atomix.mcast.agent.client.ClientOptions;
import io.atomix.mcast.agent.client.StoredBytes;
import java.util.Iterator;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Looks into a set, and changes it. */
@Command(
    name = "set",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Looks into a set, and changes it.",
    description = {
      "",
      "mcast set NAME OPERATION ... --config FILE|--connect HOST:PORT --cluster-id ID. Options"
          + " stand behind the operation. Elements are of the type --value-type.",
      ""
    })
public final class SetCommand extends PrimitiveCommand {
  /** Creates the command. */
  public SetCommand() {
    super(PrimitiveKind.SET);
  }

  /** Does something with an element. */
  @FunctionalInterface
  private interface ElementUse {
    boolean with(DistributedSet<StoredBytes> set, StoredBytes element);
  }

  private int element(
      ClientOptions cluster,
      PrimitiveOptions options,
      String word,
      String operation,
      String done,
      ElementUse use) {
    return use(
        cluster,
        options,
        operation,
        (primitive, values, results) -> {
          DistributedSet<StoredBytes> set = primitive.set();
          StoredBytes element = values.encode(word, values.type(options, () -> any(set)));
          boolean changed = use.with(set, element);
          results.done(changed ? done : "not " + done, changed);
          return changed ? 0 : NOT_SO;
        });
  }

  private static StoredBytes any(DistributedSet<StoredBytes> set) {
    Iterator<StoredBytes> elements = set.iterator();
    return elements.hasNext() ? elements.next() : null;
  }

  @Command(
      name = "contains",
      mixinStandardHelpOptions = true,
      description = "Tells whether an element is there; ends with 3 if it is not.")
  int contains(
      @Mixin ClientOptions cluster,
      @Mixin PrimitiveOptions options,
      @Parameters(paramLabel = "ELEMENT") String word) {
    return element(cluster, options, word, "contains", "there", DistributedSet::contains);
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Adds an element; ends with 3 if it was there.")
  int add(
      @Mixin ClientOptions cluster,
      @Mixin PrimitiveOptions options,
      @Parameters(paramLabel = "ELEMENT") String word) {
    return element(cluster, options, word, "add", "added", DistributedSet::add);
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Removes an element; ends with 3 if it was not there.")
  int remove(
      @Mixin ClientOptions cluster,
      @Mixin PrimitiveOptions options,
      @Parameters(paramLabel = "ELEMENT") String word) {
    return element(cluster, options, word, "remove", "removed", DistributedSet::remove);
  }

  @Command(
      name = "entries",
      mixinStandardHelpOptions = true,
      description = "Prints all elements, each with its type behind a tab.")
  int entries(@Mixin ClientOptions cluster, @Mixin PrimitiveOptions options) {
    return use(
        cluster,
        options,
        "entries",
        (primitive, values, results) -> {
          for (StoredBytes element : primitive.set()) {
            ShownValue shown = values.show(element);
            results.print(
                shown.text() + "\t" + shown.typeName(),
                object -> Results.put(object, "value", shown));
          }
          return 0;
        });
  }

  @Command(name = "size", mixinStandardHelpOptions = true, description = "Counts the elements.")
  int size(@Mixin ClientOptions cluster, @Mixin PrimitiveOptions options) {
    return number(cluster, options, "size", "size", (primitive, values) -> primitive.set().size());
  }

  @Command(
      name = "watch",
      mixinStandardHelpOptions = true,
      description = "Prints each change, until it is stopped (Ctrl-C).")
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
                        .set()
                        .addListener(
                            event ->
                                changes.add(
                                    () -> {
                                      String what = event.type().name().toLowerCase(Locale.ROOT);
                                      ShownValue shown = values.show(event.element());
                                      results.print(
                                          what + "\t" + shown.text(),
                                          object ->
                                              Results.put(
                                                  object.put("event", what), "value", shown));
                                    })),
                this::note));
  }
}
