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
package io.atomix.mcast.group;

import io.atomix.primitive.service.PrimitiveService;
import java.lang.reflect.Field;

/** The leader of Atomix's election, and his term, of which its service tells no more than both. */
final class ElectionWaiters extends Waiters {
  static final String SERVICE = "io.atomix.core.election.impl.DefaultLeaderElectionService";

  private final Field leader;
  private final Field term;

  ElectionWaiters(PrimitiveService service, Class<?> type) {
    super(service);
    this.leader = field(type, "leader");
    this.term = field(type, "term");
  }

  @Override
  Boolean isHeld(long version) {
    return get(leader, service) != null && (long) get(term, service) == version;
  }
}
