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
package io.atomix.mcast.ordering;

import java.util.Objects;

/**
 * Names a group: the replicas of one Atomix partition, which is one Raft log.
 *
 * @param group the name of the Atomix partition group
 * @param partition the number of the partition in it
 */
public record GroupId(String group, int partition) implements Comparable<GroupId> {
  public GroupId {
    Objects.requireNonNull(group, "group");
  }

  @Override
  public int compareTo(GroupId that) {
    int byGroup = group.compareTo(that.group);
    return byGroup != 0 ? byGroup : Integer.compare(partition, that.partition);
  }

  @Override
  public String toString() {
    return group + "-" + partition;
  }
}
