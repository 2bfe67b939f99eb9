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

import java.util.List;

/**
 * Answer of a member of a group that is asked which primitives the group hosts; the question takes
 * no bytes. Nothing of what the primitives hold is in it but sizes.
 *
 * @param leads whether the member leads the group and has applied an entry of its own since
 * @param primitives the primitives, by name
 */
public record HostedList(boolean leads, List<HostedItem> primitives) {
  private static final int VERSION = 1;

  /**
   * A primitive, or the part of it that the group hosts.
   *
   * @param name the primitive's name
   * @param type the name of its type
   * @param sessions how many sessions have it open
   * @param entries how many entries the group's part of it has, -1 if it tells no size
   * @param lockNodes of a lock: the node that has it, and behind that those that wait for it, in
   *     their order, each once for each call; empty if it is free, and of other primitives
   */
  public record HostedItem(
      String name, String type, int sessions, long entries, List<String> lockNodes)
      implements Writable {
    @Override
    public void write(WireWriter out) {
      out.writeString(name)
          .writeString(type)
          .writeInt(sessions)
          .writeLong(entries)
          .writeAll(lockNodes, WireWriter::writeString);
    }

    private static HostedItem read(WireReader in) {
      return new HostedItem(
          in.readName(),
          in.readName(),
          in.readInt(),
          in.readLong(),
          in.readAll(WireReader::readName));
    }
  }

  /** Encodes this answer. */
  public byte[] encode() {
    return new WireWriter(256)
        .writeByte(VERSION)
        .writeBoolean(leads)
        .writeAll(primitives)
        .toByteArray();
  }

  /**
   * Decodes an answer.
   *
   * @throws WireException if the bytes are damaged or of a newer version
   */
  public static HostedList decode(byte[] bytes) {
    WireReader in = new WireReader("The list of a group's primitives", bytes);
    in.readVersion(VERSION);
    HostedList list = new HostedList(in.readBoolean(), in.readAll(HostedItem::read));
    in.end();
    return list;
  }
}
