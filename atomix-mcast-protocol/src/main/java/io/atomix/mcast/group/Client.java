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
import io.atomix.mcast.wire.Item;
import io.atomix.mcast.wire.WireReader;
import io.atomix.mcast.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/** A client, as a group knows it: one Raft session, and the items that it has not acknowledged. */
final class Client {
  /** Largest number of items that go along with an answer. */
  private static final int MOST_ITEMS = 1000;

  private static final int MOST_BYTES = 128 * 1024;

  private final ClientAddress address;
  private final TreeMap<Long, Item> items = new TreeMap<>();
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
    boolean news = !items.isEmpty() && items.firstKey() <= received;
    if (news) {
      items.headMap(received, true).clear();
    }
    return news;
  }

  long nextNumber() {
    return ++lastNumber;
  }

  void add(Item item) {
    items.put(item.number(), item);
  }

  /** Returns the id of a message of this client. */
  MessageId messageId(long sequence) {
    return new MessageId(
        address.client().getMostSignificantBits(),
        address.client().getLeastSignificantBits(),
        sequence);
  }

  int undelivered() {
    return items.size();
  }

  List<Item> itemsAfter(long number) {
    return List.copyOf(items.tailMap(number, false).values());
  }

  /** Returns the number of the last item. */
  long lastNumber() {
    return lastNumber;
  }

  /**
   * Returns what a client that has all items up to a number lacks, as far as an answer may carry
   * it; the rest comes by itself.
   */
  List<Item> lacking(long received) {
    if (items.isEmpty() || items.lastKey() <= received) {
      return List.of();
    }
    List<Item> lacking = new ArrayList<>();
    int bytes = 0;
    for (Item item : items.tailMap(received, false).values()) {
      bytes += item.size();
      if (lacking.size() == MOST_ITEMS || bytes > MOST_BYTES) {
        break;
      }
      lacking.add(item);
    }
    return lacking;
  }

  void write(WireWriter out) {
    out.writeVarLong(address.raftSession()).writeString(address.member());
    out.writeLong(address.client().getMostSignificantBits());
    out.writeLong(address.client().getLeastSignificantBits());
    out.writeVarLong(submitter.resolvedBelow())
        .writeVarLong(lastNumber)
        .writeAll(items.values(), Item::write);
  }

  /** Writes what a checksum covers. */
  void writeNumbers(WireWriter out) {
    out.writeVarLong(address.raftSession())
        .writeVarLong(submitter.resolvedBelow())
        .writeVarLong(lastNumber);
    out.writeAll(items.keySet(), WireWriter::writeVarLong);
  }

  static Client read(WireReader in, Submitters submitters) {
    long raftSession = in.readVarLong();
    String member = in.readName();
    UUID id = new UUID(in.readLong(), in.readLong());
    Client client = open(new ClientAddress(raftSession, id, member), submitters);
    client.submitter.resolved(in.readVarLong());
    client.lastNumber = in.readVarLong();
    in.readAll(Item::read).forEach(client::add);
    return client;
  }
}
