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

import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.Submitters;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.WireReader;
import io.atomix.mcast.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A client, as a group knows it: one Raft session, and the notifications that it has not
 * acknowledged.
 */
final class Client {
  /** Largest number of notifications that go along with an answer. */
  private static final int MOST_ITEMS = 1000;

  private static final int MOST_BYTES = 128 * 1024;

  private final ClientAddress address;
  private final TreeMap<Long, Notification> notifications = new TreeMap<>();
  private final Submitters.Submitter submitter;
  private long lastNumber;

  private Client(ClientAddress address, Submitters submitters) {
    this.address = address;
    this.submitter =
        submitters.open(
            address.client().getMostSignificantBits(), address.client().getLeastSignificantBits());
  }

  /** Opens the session of a client, which may submit messages from now on. */
  static Client open(ClientAddress address, Submitters submitters) {
    return new Client(address, submitters);
  }

  /** The session is over: the client submits nothing in it any more. */
  void close(Submitters submitters) {
    submitters.close(submitter);
  }

  ClientAddress address() {
    return address;
  }

  /**
   * Takes note of what a batch says of its client; both numbers only grow. Returns whether it has
   * received anything that this group did not know of.
   */
  boolean heard(long resolved, long received) {
    submitter.resolved(resolved);
    boolean news = !notifications.isEmpty() && notifications.firstKey() <= received;
    if (news) {
      notifications.headMap(received, true).clear();
    }
    return news;
  }

  long nextNumber() {
    return ++lastNumber;
  }

  void add(Notification notification) {
    notifications.put(notification.number(), notification);
  }

  /** Returns the id of a message of this client. */
  MessageId messageId(long sequence) {
    return new MessageId(
        address.client().getMostSignificantBits(),
        address.client().getLeastSignificantBits(),
        sequence);
  }

  int undelivered() {
    return notifications.size();
  }

  List<Notification> notificationsAfter(long number) {
    return List.copyOf(notifications.tailMap(number, false).values());
  }

  /** Returns the number of the last notification. */
  long lastNumber() {
    return lastNumber;
  }

  /**
   * Returns what a client that has all notifications up to a number lacks, as far as an answer may
   * carry it; the rest comes by itself.
   */
  List<Notification> lacking(long received) {
    if (notifications.isEmpty() || notifications.lastKey() <= received) {
      return List.of();
    }
    List<Notification> lacking = new ArrayList<>();
    int bytes = 0;
    for (Notification notification : notifications.tailMap(received, false).values()) {
      bytes += notification.size();
      if (lacking.size() == MOST_ITEMS || bytes > MOST_BYTES) {
        break;
      }
      lacking.add(notification);
    }
    return lacking;
  }

  void write(WireWriter out) {
    out.writeVarLong(address.raftSession()).writeString(address.member());
    out.writeLong(address.client().getMostSignificantBits());
    out.writeLong(address.client().getLeastSignificantBits());
    out.writeVarLong(submitter.resolvedBelow())
        .writeVarLong(lastNumber)
        .writeAll(notifications.values());
  }

  /** Writes what a checksum covers. */
  void writeNumbers(WireWriter out) {
    out.writeVarLong(address.raftSession())
        .writeVarLong(submitter.resolvedBelow())
        .writeVarLong(lastNumber);
    out.writeAll(notifications.keySet(), WireWriter::writeVarLong);
  }

  static Client read(WireReader in, Submitters submitters) {
    long raftSession = in.readVarLong();
    String member = in.readName();
    UUID id = new UUID(in.readLong(), in.readLong());
    Client client = open(new ClientAddress(raftSession, id, member), submitters);
    client.submitter.resolved(in.readVarLong());
    client.lastNumber = in.readVarLong();
    in.readAll(Notification::read).forEach(client::add);
    return client;
  }
}
