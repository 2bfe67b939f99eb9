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
   * Decodes a batch.
   *
   * @throws WireException if the bytes are damaged or of a newer version
   */
  public static Batch decode(byte[] bytes) {
    WireReader in = new WireReader("The log entry", bytes);
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
