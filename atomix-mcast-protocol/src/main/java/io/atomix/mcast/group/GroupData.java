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

import io.atomix.cluster.MemberId;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.GroupOrdering;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.wire.WireReader;
import io.atomix.mcast.wire.WireWriter;
import io.atomix.primitive.PrimitiveTypeRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The replicated data of a group, which a snapshot holds: the ordering core, clients, primitives,
 * messages and timers. Passive: {@link GroupState} says what entries do to it.
 */
final class GroupData {
  /** Version 1 did not hold the stamp of the last entry. */
  private static final int STAMPED = 2;

  /** Version 2 knew nothing of results that are told with the vote. */
  private static final int RESERVING = 3;

  /** Version 3 did not say whether a primitive's service has used time. */
  private static final int TIMED = 4;

  /** Version 4 knew nothing of backups. */
  private static final int VERSION = 5;

  private final GroupId self;
  private final GroupOrdering ordering;
  private final ClientTable clients;
  private final HostedPrimitives primitives;
  private final Messages messages = new Messages();
  private final GroupTimers timers;
  private final Loading loading;
  private long lastInternal;

  /** Creates the data of a group whose log is empty. */
  GroupData(GroupId self, MemberId localMember, PrimitiveTypeRegistry types) {
    this(self, localMember, types, new GroupOrdering(self));
  }

  private GroupData(
      GroupId self, MemberId localMember, PrimitiveTypeRegistry types, GroupOrdering ordering) {
    this.self = self;
    this.ordering = ordering;
    this.clients = new ClientTable(self, ordering.submitters());
    this.primitives = new HostedPrimitives(self, localMember, types);
    this.timers = new GroupTimers(ordering, primitives, messages);
    this.loading = new Loading(primitives, timers);
  }

  GroupId self() {
    return self;
  }

  GroupOrdering ordering() {
    return ordering;
  }

  ClientTable clients() {
    return clients;
  }

  HostedPrimitives primitives() {
    return primitives;
  }

  Messages messages() {
    return messages;
  }

  GroupTimers timers() {
    return timers;
  }

  Loading loading() {
    return loading;
  }

  /** Returns the id of the next message that the group submits to itself. */
  MessageId nextInternal() {
    return new MessageId(
        ClientTable.NOBODY.getMostSignificantBits(),
        ClientTable.NOBODY.getLeastSignificantBits(),
        ++lastInternal);
  }

  GroupCounts counts() {
    return new GroupCounts(
        Math.max(ordering.pendingCount(), messages.size()),
        ordering.outcomeCount(),
        clients.undelivered(),
        clients.size(),
        primitives.size());
  }

  byte[] write() {
    WireWriter out = new WireWriter(4096).writeByte(VERSION);
    writeOrdering(out);
    clients.write(out);
    primitives.write(out);
    messages.write(out);
    timers.write(out);
    loading.write(out);
    return out.toByteArray();
  }

  /** Writes the ordering core, and the number of the last message of the group's own. */
  void writeOrdering(WireWriter out) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ordering.write(new DataOutputStream(bytes));
      out.writeVarLong(lastInternal).writeBytes(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws io.atomix.mcast.wire.WireException if it is damaged or of a newer version
   */
  static GroupData read(
      GroupId self, MemberId localMember, PrimitiveTypeRegistry types, byte[] bytes) {
    try {
      WireReader in = new WireReader("The snapshot of group " + self, bytes);
      int version = in.readVersion(1, VERSION);
      long lastInternal = in.readVarLong();
      byte[] core = in.readBytes();
      GroupOrdering ordering =
          GroupOrdering.read(self, new DataInputStream(new ByteArrayInputStream(core)));
      GroupData data = new GroupData(self, localMember, types, ordering);
      data.lastInternal = lastInternal;
      data.clients.restore(in);
      data.primitives.restore(in, version >= STAMPED, version >= TIMED);
      data.messages.restore(in, version >= RESERVING);
      data.timers.restore(in);
      if (version == VERSION) {
        data.loading.restore(in);
      }
      in.end();
      return data;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
