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

import io.atomix.mcast.agent.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks into the files of a member that is stopped, and repairs them. */
@Command(
    name = "log",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {LogVerifyCommand.class, LogRepairCommand.class},
    exitCodeOnInvalidInput = LogVerifyCommand.WRONG_OPTIONS,
    header = "Looks into the files of a member that is stopped, and repairs them.",
    description = {
      "",
      "bin/mcast log verify DIR says what of them is damaged. bin/mcast log repair DIR moves what"
          + " is damaged away, so that the member gets it from the others.",
      ""
    })
public final class LogCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Name a command: log verify DIR, or log repair DIR");
  }
}
