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

import io.atomix.primitive.operation.OperationId;
import java.util.List;
import java.util.UUID;

/**
 * One log entry: everything that a client had gathered for a group.
 *
 * @param client the identity of the client
 * @param resolvedBelow no message of this client with a lower sequence will be submitted to any
 *     group after this entry
 * @param received the number of the last {@link Notification} that the client has, with all before
 *     it
 * @param commands what the client wants
 */
public record Batch(UUID client, long resolvedBelow, long received, List<Command> commands) {
  /** The operation of the group's service that brings a batch into its log. */
  public static final OperationId OPERATION = OperationId.command("batch");

  /** Version 1 had no queries that tell with the vote what a command returns. */
  private static final int VERSION = 2;

  /** Version of what a leader logs in place of a batch that it cannot read; no release reads it. */
  private static final int REFUSED = 0;

  /** About how many bytes an entry takes besides its commands, Raft's own part included. */
  public static final int OVERHEAD = 512;

  /** Encodes this batch. */
  public byte[] encode() {
    WireWriter out = new WireWriter(64 + 128 * commands.size()).writeByte(VERSION);
    out.writeLong(client.getMostSignificantBits()).writeLong(client.getLeastSignificantBits());
    out.writeVarLong(resolvedBelow).writeVarLong(received).writeAll(commands);
    return out.toByteArray();
  }

  /**
   * Returns what a leader may log of what a client has sent: the same bytes, unless they are of a
   * newer version. Those it could not apply, though members of a newer release could; in their
   * place it logs why it refuses them, which every member answers, whatever its release.
   */
  public static byte[] admissible(byte[] bytes) {
    if (bytes == null || bytes.length == 0) {
      return new byte[0];
    } else if (bytes[0] == REFUSED) {
      return bytes;
    }
    try {
      reader(bytes).readVersion(1, VERSION);
      return bytes;
    } catch (NewerVersionException e) {
      return new WireWriter(128).writeByte(REFUSED).writeString(e.getMessage()).toByteArray();
    }
  }

  private static WireReader reader(byte[] bytes) {
    return new WireReader("The log entry", bytes);
  }

  /**
   * Decodes a batch.
   *
   * @throws NewerVersionException if the bytes are of a newer version: the leader that logged them
   *     is of a newer release
   * @throws WireException if they are damaged, or the leader has refused what they stand for
   */
  public static Batch decode(byte[] bytes) {
    WireReader in = reader(bytes);
    if (bytes.length > 0 && bytes[0] == REFUSED) {
      in.readByte();
      throw new WireException("The log entry was refused by the leader: " + in.readString());
    }
    in.readVersion(1, VERSION);
    Batch batch =
        new Batch(
            new UUID(in.readLong(), in.readLong()),
            in.readVarLong(),
            in.readVarLong(),
            in.readList(Command::read));
    in.end();
    return batch;
  }
}
