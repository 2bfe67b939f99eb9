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
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.OrderingCodec;

/**
 * Asks a replica for some bytes of what it keeps of the cut of a backup.
 *
 * @param cut the message that is the cut
 * @param offset how many bytes the client has
 * @param most how many bytes it takes; none to have it forgotten
 */
public record BackupRequest(MessageId cut, long offset, int most) {
  private static final int VERSION = 1;

  /** Returns the subject on which a group's replicas are asked. */
  public static String subject(GroupId group) {
    return "generic-multicast-backup-" + group;
  }

  /** Encodes this request. */
  public byte[] encode() {
    WireWriter out = new WireWriter(64).writeByte(VERSION);
    OrderingCodec.writeId(out, cut);
    return out.writeVarLong(offset).writeInt(most).toByteArray();
  }

  /**
   * Decodes a request.
   *
   * @throws WireException if the bytes are damaged or of a newer version
   */
  public static BackupRequest decode(byte[] bytes) {
    WireReader in = new WireReader("The request for a part of a backup", bytes);
    in.readVersion(VERSION);
    BackupRequest request =
        new BackupRequest(OrderingCodec.readId(in), in.readVarLong(), (int) in.readVarLong());
    in.end();
    return request;
  }
}
