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

import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options by which a change of an entry depends on what the entry is. */
final class EntryCondition {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--absent", description = "Only if there is no value.")
  private boolean absent;

  @Option(names = "--equals", paramLabel = "VALUE", description = "Only if this is the value.")
  private String equal;

  @Option(names = "--version", paramLabel = "N", description = "Only if it has this version.")
  private Long version;

  boolean absent() {
    return absent;
  }

  /** Returns the value that it is to have, or null. */
  String equal() {
    return equal;
  }

  /** Returns the version that it is to have, or null. */
  Long version() {
    return version;
  }

  /** Returns whether there is a condition; refuses more than one. */
  boolean given() {
    long given =
        Stream.of(absent, equal != null, version != null).filter(Boolean::booleanValue).count();
    if (given > 1) {
      throw new ParameterException(
          command.commandLine(), "Give one of --absent, --equals and --version, not several");
    }
    return given == 1;
  }

  /** Checks that there is one condition. */
  void check() {
    if (!given()) {
      throw new ParameterException(
          command.commandLine(),
          "Give a condition: --absent, --equals VALUE or --version N; without one it is put");
    }
  }
}
