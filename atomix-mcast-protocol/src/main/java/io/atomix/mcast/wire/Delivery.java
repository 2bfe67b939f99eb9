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
package io.atomix.mcast.wire;

import io.atomix.mcast.ordering.GroupId;
import java.util.List;
import java.util.UUID;

/**
 * Notifications on their way from a group to a client.
 *
 * @param raftSession the client's Raft session that they belong to
 * @param notifications the notifications, in the order of their numbers
 */
public record Delivery(long raftSession, List<Notification> notifications) {
  private static final int VERSION = 1;

  /** Returns the subject under which a client takes deliveries of a group. */
  public static String subject(GroupId group, UUID client) {
    return "generic-multicast-delivery-" + group + "-" + client;
  }

  /**
   * The client's answer.
   *
   * @param received the number of the last notification that it has, with all before it; 0 for none
   */
  public record Receipt(long received) {

    /** Encodes this receipt. */
    public byte[] encode() {
      return new WireWriter(16).writeByte(VERSION).writeVarLong(received).toByteArray();
    }

    /**
     * Decodes a receipt.
     *
     * @throws WireException if the bytes are damaged or of a newer version
     */
    public static Receipt decode(byte[] bytes) {
      WireReader in = new WireReader("The answer to a delivery", bytes);
      in.readVersion(VERSION);
      Receipt receipt = new Receipt(in.readVarLong());
      in.end();
      return receipt;
    }
  }

  /** Encodes this delivery. */
  public byte[] encode() {
    return new WireWriter(64 + 64 * notifications.size())
        .writeByte(VERSION)
        .writeVarLong(raftSession)
        .writeAll(notifications)
        .toByteArray();
  }

  /**
   * Decodes a delivery.
   *
   * @throws WireException if the bytes are damaged or of a newer version
   */
  public static Delivery decode(byte[] bytes) {
    WireReader in = new WireReader("A delivery", bytes);
    in.readVersion(VERSION);
    Delivery delivery = new Delivery(in.readVarLong(), in.readList(Notification::read));
    in.end();
    return delivery;
  }
}
