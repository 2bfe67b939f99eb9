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
 * Place of a pending message in the order of its group: conflicting ones execute from the lowest to
 * the highest.
 *
 * @param timestamp the timestamp that is recorded in the group
 * @param id the message
 */
public record Position(long timestamp, MessageId id) implements Comparable<Position> {
  public Position {
    Objects.requireNonNull(id, "id");
  }

  @Override
  public int compareTo(Position that) {
    int byTimestamp = Long.compare(timestamp, that.timestamp);
    return byTimestamp != 0 ? byTimestamp : id.compareTo(that.id);
  }
}
