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

import java.util.List;

/** A program for several threads on primitives of one protocol, some of which watch the others. */
interface DemoProgram {

  /** Brings the primitives into the state that the workers start from. */
  void prepare();

  /** Returns one worker for each thread. */
  List<Worker> workers();

  /**
   * Checks what the workers left, when all have stopped.
   *
   * @throws IllegalStateException if anything was lost
   */
  void verify();
}
