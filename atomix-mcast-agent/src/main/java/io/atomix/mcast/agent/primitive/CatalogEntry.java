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
package io.atomix.mcast.agent.primitive;

import java.util.List;

/**
 * A primitive of a cluster.
 *
 * @param name the primitive's name
 * @param type the name of its type
 * @param protocol the name of its protocol
 * @param groups the partition groups that have it, sorted
 * @param entries how many entries it has, -1 if that is not known
 * @param sessions how many sessions have it open, -1 if that is not known
 * @param lockNodes of a lock: the node that has it, and behind that those that wait for it; empty
 *     if it is free, null if that is not known
 */
record CatalogEntry(
    String name,
    String type,
    String protocol,
    List<String> groups,
    long entries,
    int sessions,
    List<String> lockNodes) {
  CatalogEntry withEntries(long found) {
    return new CatalogEntry(name, type, protocol, groups, found, sessions, lockNodes);
  }
}
