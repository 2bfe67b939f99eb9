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
package io.atomix.mcast.lab.demo;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Times that are measured, as the option {@code --seconds} has them. */
final class Seconds {
  private static final double SHORTEST = 0.1;

  private Seconds() {}

  /**
   * Returns the time.
   *
   * @throws ParameterException if nothing could be measured in it
   */
  static Duration measured(double seconds, CommandSpec spec) {
    if (!(seconds >= SHORTEST)) {
      throw new ParameterException(
          spec.commandLine(),
          "--seconds is %s; it has to be %s at least".formatted(seconds, SHORTEST));
    }
    return Duration.ofMillis((long) (seconds * 1000));
  }
}
