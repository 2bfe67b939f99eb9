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
import io.atomix.mcast.agent.client.ClientNode;
import io.atomix.mcast.agent.client.ClientOptions;
import io.atomix.primitive.PrimitiveException;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command for primitives of one kind; its operations are subcommands. */
abstract class PrimitiveCommand implements Runnable {
  /** Exit status if nothing failed, and what was asked for is not there or not so. */
  static final int NOT_SO = 3;

  private final PrimitiveKind kind;

  @Parameters(index = "0", paramLabel = "NAME", description = "Name of the primitive.")
  private String name;

  @Spec private CommandSpec spec;

  PrimitiveCommand(PrimitiveKind kind) {
    this.kind = kind;
  }

  /** Use that an operation makes of the primitive. */
  @FunctionalInterface
  interface Use {
    /** Does it, and returns the exit status. */
    int with(OpenedPrimitive primitive, StoredValues values, Results results);
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Name an operation: mcast %s NAME %s"
            .formatted(
                spec.name(),
                spec.subcommands().keySet().stream().sorted().collect(Collectors.joining("|"))));
  }

  /** Returns the name of the primitive. */
  String name() {
    return name;
  }

  /**
   * Finds the primitive, and does something with it.
   *
   * @param what the operation in words, for messages
   */
  int use(ClientOptions cluster, PrimitiveOptions options, String what, Use use) {
    try (ClientNode client = cluster.connect()) {
      CatalogEntry entry = new Catalog(client, this::note).find(name, options);
      if (!kind.opens(entry.type())) {
        throw new CommandException(ofAnother(entry));
      }
      Results results = new Results(spec.commandLine().getOut(), options.json());
      try (OpenedPrimitive primitive = new OpenedPrimitive(client.atomix(), entry)) {
        return use.with(primitive, primitive.values(), results);
      }
    } catch (PrimitiveException | CompletionException e) {
      throw ClusterAnswers.failed(what + " of '" + name + "'", e);
    }
  }

  private String ofAnother(CatalogEntry entry) {
    return "'%s' is of type %s, not a %s; %s"
        .formatted(
            name,
            entry.type(),
            kind,
            PrimitiveKind.of(entry.type())
                .map(other -> "use bin/mcast " + other + " " + name)
                .orElse("the command line cannot look into that type"));
  }

  /** Number that an operation prints. */
  @FunctionalInterface
  interface NumberOf {
    long in(OpenedPrimitive primitive, StoredValues values);
  }

  /**
   * Finds the primitive, and prints a number.
   *
   * @param what the operation in words, for messages
   * @param label name of the number in JSON
   */
  int number(
      ClientOptions cluster, PrimitiveOptions options, String what, String label, NumberOf number) {
    return use(
        cluster,
        options,
        what,
        (primitive, values, results) -> {
          results.number(label, number.in(primitive, values));
          return 0;
        });
  }

  /** Prints whether something was done, and returns the exit status. */
  int decided(Results results, boolean done, String what) {
    results.done(done ? what : "not " + what, done);
    return done ? 0 : notSo("nothing is changed: the condition does not hold");
  }

  /** Tells the user something beside the results. */
  void note(String line) {
    spec.commandLine().getErr().println("mcast: " + line);
    spec.commandLine().getErr().flush();
  }

  /** Tells the user why the exit status is {@link #NOT_SO}. */
  int notSo(String line) {
    note(line);
    return NOT_SO;
  }
}
