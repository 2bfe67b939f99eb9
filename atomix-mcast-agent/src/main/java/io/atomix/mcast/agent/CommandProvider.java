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

import java.util.List;

/**
 * Commands that a module adds to the command line. An implementation is found by {@link
 * java.util.ServiceLoader}, so the agent needs none of the modules that add to it. Called once for
 * each command line, on the thread that makes it.
 */
public interface CommandProvider {

  /** Returns the classes of the commands, with picocli's annotation, in the order of the help. */
  List<Class<?>> commands();

  /** Returns the lines that the help shows below "Start here", before those of the agent. */
  List<String> examples();
}
