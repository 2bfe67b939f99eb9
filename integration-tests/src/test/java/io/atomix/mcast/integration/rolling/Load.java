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
package io.atomix.mcast.integration.rolling;

import io.atomix.mcast.integration.faults.Actors;

/** What clients do while the members of a cluster are restarted, and what must hold of it. */
interface Load {

  /** Starts threads that work until the actors are stopped. */
  void start(Actors actors);

  /** Checks what was seen; called once the actors have stopped and all members are back. */
  void check();
}
