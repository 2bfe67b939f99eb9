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

import io.atomix.mcast.wire.WireException;
import io.atomix.primitive.service.BackupInput;
import io.atomix.primitive.service.BackupOutput;
import java.util.zip.CRC32C;

/**
 * Frame of a group's state in Raft's snapshot: its length, its checksum, its bytes. Raft itself
 * checks its log's entries, but not its snapshots.
 */
final class SnapshotFrame {
  private SnapshotFrame() {}

  static void write(BackupOutput output, byte[] state) {
    output.writeInt(state.length).writeInt(checksum(state)).write(state);
  }

  /**
   * Returns the bytes that were written.
   *
   * @param what they are, for errors
   * @throws WireException if they are not those that were written
   */
  static byte[] read(String what, BackupInput input) {
    if (input.remaining() < 2 * Integer.BYTES) {
      throw damaged(what, "only " + input.remaining() + " bytes are left of it");
    }
    int length = input.readInt();
    int expected = input.readInt();
    if (length < 0 || length > input.remaining()) {
      throw damaged(what, "of " + length + " bytes, " + input.remaining() + " are there");
    }
    byte[] state = new byte[length];
    input.read(state);
    if (checksum(state) != expected) {
      throw damaged(
          what,
          "the checksum of its %d bytes is %08x, it was %08x"
              .formatted(length, checksum(state), expected));
    }
    return state;
  }

  private static WireException damaged(String what, String how) {
    return new WireException(what + " is damaged: " + how);
  }

  private static int checksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return (int) checksum.getValue();
  }
}
