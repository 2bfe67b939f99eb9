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

import io.atomix.mcast.ordering.GroupId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A client with its sessions, by group and primitive, and the openings that wait. */
final class RandomCaller {
  final TestClient client;
  final Map<String, Long> sessions = new HashMap<>();
  final Map<String, String> opening = new HashMap<>();
  final Set<GroupId> gone = new HashSet<>();
  boolean dying;

  RandomCaller(TestClient client) {
    this.client = client;
  }
}
