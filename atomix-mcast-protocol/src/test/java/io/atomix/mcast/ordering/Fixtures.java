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

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The vocabulary in which tests of the ordering speak. */
final class Fixtures {
  static final GroupId G = new GroupId("data", 1);
  static final GroupId H = new GroupId("data", 2);
  static final GroupId K = new GroupId("data", 3);

  private Fixtures() {}

  static MessageId id(long sequence) {
    return new MessageId(0, 0, sequence);
  }

  static SortedSet<GroupId> groups(GroupId... groups) {
    return new TreeSet<>(List.of(groups));
  }

  static GroupFootprint touches(Access access, long... keys) {
    TreeMap<Long, Access> touched = new TreeMap<>();
    for (long key : keys) {
      touched.put(key, access);
    }
    return new GroupFootprint("map", null, touched);
  }

  static GroupFootprint writes(long... keys) {
    return touches(Access.WRITE, keys);
  }

  static GroupFootprint reads(long... keys) {
    return touches(Access.READ, keys);
  }

  static MessageStatus voted(long timestamp, boolean first) {
    return new MessageStatus(MessageStatus.State.VOTED, timestamp, first);
  }

  /** A vote behind others: pairs of a timestamp and a message. */
  static MessageStatus votedBehind(long timestamp, long... nearest) {
    return new MessageStatus(MessageStatus.State.VOTED, timestamp, false, below(nearest));
  }

  static MessageStatus raisedBehind(long timestamp, long... nearest) {
    return new MessageStatus(MessageStatus.State.FINAL, timestamp, false, below(nearest));
  }

  /** This status, first by now, of a message that was behind others when it was placed. */
  static MessageStatus firstAfter(MessageStatus status) {
    return new MessageStatus(
        status.state(), status.timestamp(), true, status.below(), status.condition());
  }

  static Below below(long... nearest) {
    List<Position> positions = new ArrayList<>();
    for (int i = 0; i < nearest.length; i += 2) {
      positions.add(new Position(nearest[i], id(nearest[i + 1])));
    }
    return Below.of(positions);
  }

  static MessageStatus raised(long timestamp, boolean first) {
    return new MessageStatus(MessageStatus.State.FINAL, timestamp, first);
  }

  static MessageStatus executed(long timestamp) {
    return MessageStatus.executed(timestamp);
  }

  static MessageStatus refused() {
    return MessageStatus.dropped(MessageStatus.State.REFUSED);
  }

  static MessageStatus aborted() {
    return MessageStatus.dropped(MessageStatus.State.ABORTED);
  }

  static Effect executes(long sequence) {
    return new Effect.Run(id(sequence));
  }

  static Effect blocked(long sequence) {
    return new Effect.Blocked(id(sequence));
  }

  static Effect stands(long sequence, MessageStatus status) {
    return new Effect.Stands(id(sequence), status);
  }

  static byte[] bytes(GroupOrdering ordering) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ordering.write(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static GroupOrdering restored(GroupId group, byte[] bytes) {
    return restored(new GroupOrdering(group), bytes);
  }

  static GroupOrdering restored(GroupOrdering empty, byte[] bytes) {
    try {
      empty.restore(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return empty;
  }
}
