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
package io.atomix.mcast.testing;

import io.atomix.primitive.partition.ManagedPartitionGroup;
import io.atomix.primitive.protocol.ProxyProtocol;
import java.io.File;
import java.util.Collection;

/** A kind of partition group, and the protocol of the primitives in it. */
public interface GroupKind {

  /**
   * Returns a partition group of this kind, not started.
   *
   * @param members the names of the members that hold its partitions, each all of them
   * @param directory where this member keeps its logs
   */
  ManagedPartitionGroup group(
      String name, int partitions, Collection<String> members, File directory);

  /** Returns a protocol that places primitives in the named group of this kind. */
  ProxyProtocol protocol(String group);
}
