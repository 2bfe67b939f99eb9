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
package io.atomix.mcast.lab.torture;

import io.atomix.mcast.agent.CommandException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A build of this program.
 *
 * @param name what to call it
 */
record Build(String name, String classPath) {
  private static final Path JAR = Path.of("atomix-mcast-lab", "target", "atomix-mcast-lab.jar");
  private static final Path CLASS_PATH = Path.of("atomix-mcast-lab", "target", "class-path");

  /** The one that runs this; the parts of its class path may be named relative to where it runs. */
  static Build present() {
    return new Build(
        "the present build",
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(part -> Path.of(part).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator)));
  }

  /**
   * The one in a folder: an archive that was unpacked, or a checkout that was built.
   *
   * @throws CommandException if there is none
   */
  static Build in(Path folder) {
    Path home = folder.toAbsolutePath().normalize();
    String name = "the build in " + home;
    Path libraries = home.resolve("lib");
    Path jar = home.resolve(JAR);
    Path others = home.resolve(CLASS_PATH);
    if (Files.exists(jar) && Files.exists(others)) {
      try {
        return new Build(name, jar + File.pathSeparator + Files.readString(others).strip());
      } catch (IOException e) {
        throw new CommandException("Cannot read " + others, e);
      }
    } else if (Files.isDirectory(libraries)) {
      return new Build(name, libraries.resolve("*").toString());
    }
    throw new CommandException(
        "There is no build in "
            + home
            + ": it has to be an unpacked archive, with the folder lib, or a checkout after"
            + " 'mvn package -DskipTests'");
  }
}
