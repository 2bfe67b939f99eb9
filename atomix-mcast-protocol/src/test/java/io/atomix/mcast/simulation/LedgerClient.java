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
package io.atomix.mcast.simulation;

import io.atomix.primitive.event.Event;

/** What sessions of a ledger that listen are told. */
public interface LedgerClient {
  /**
   * A call has changed the ledger.
   *
   * @param session the session that is told
   * @param number the number of the change: each change of a ledger has the next one
   * @param version the version of the change
   */
  @Event("changed")
  void changed(long session, long number, int call, long version);
}
