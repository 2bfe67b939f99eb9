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
package io.atomix.mcast.cli;

import com.typesafe.config.ConfigException;
import io.atomix.core.Atomix;
import io.atomix.utils.config.ConfigurationException;
import java.io.File;

/** Makes nodes from configuration files. */
public final class Nodes {

  private Nodes() {}

  /**
   * Returns a node, not yet started.
   *
   * @throws CommandException if the file does not exist or is wrong; says where
   */
  public static Atomix fromFile(File file) {
    if (!file.isFile()) {
      throw new CommandException(
          "No configuration file " + file.getAbsolutePath() + ". Samples are in the folder conf.");
    }
    try {
      return new Atomix(file);
    } catch (ConfigException.UnresolvedSubstitution e) {
      throw new CommandException(
          "A variable of " + file + " has no value; set it in the environment", e);
    } catch (ConfigException | ConfigurationException e) {
      throw new CommandException("Cannot read the configuration " + file, e);
    } catch (RuntimeException e) {
      throw new CommandException("Cannot make a node from the configuration " + file, e);
    }
  }
}
