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
package io.atomix.mcast.agent;

import io.atomix.mcast.testing.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The samples in the folder conf, for running in a test. */
final class SampleConf {

  private SampleConf() {}

  /**
   * Returns a copy of single-node.conf in a folder, with a free port, and its data in that folder.
   */
  static Path singleNode(Path folder) throws IOException {
    Path file = relative(folder);
    String text = Files.readString(file);
    return Files.writeString(file, text.replace("data/single", folder.resolve("data").toString()));
  }

  /**
   * Returns such a copy with its data where the sample has it, relative to the working directory.
   */
  static Path relative(Path folder) throws IOException {
    int port = FreePorts.find(1).get(0);
    String text = Files.readString(Path.of("..", "conf", "single-node.conf"));
    return Files.writeString(folder.resolve("single-node.conf"), text.replace("20101", "" + port));
  }
}
