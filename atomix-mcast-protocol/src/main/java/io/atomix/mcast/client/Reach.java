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
package io.atomix.mcast.client;

import io.atomix.mcast.ordering.Footprint;
import io.atomix.mcast.ordering.GroupId;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The footprints of one multicast message in all its destination groups.
 *
 * <p>A later message of the same client that conflicts with an earlier one in every group of that
 * one cannot overtake it, if each of these groups is given the earlier one first: while that is
 * pending there, the group votes higher on the later one (rule 2), so the maximum of its votes is
 * higher, too (rule 3); and once the earlier one is executed anywhere, it is stable.
 */
final class Reach {
  private final SortedMap<GroupId, Footprint> footprints;
  private final int hash;

  Reach(SortedMap<GroupId, Footprint> footprints) {
    this.footprints = Collections.unmodifiableSortedMap(new TreeMap<>(footprints));
    this.hash = this.footprints.hashCode();
  }

  /** Returns whether this conflicts with an earlier message in every group of that one. */
  boolean meetsAllOf(Reach earlier) {
    for (Map.Entry<GroupId, Footprint> there : earlier.footprints.entrySet()) {
      Footprint here = footprints.get(there.getKey());
      if (here == null || !here.conflictsWith(there.getValue())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Reach that && hash == that.hash && footprints.equals(that.footprints);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
