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

/**
 * Notification that a group has for a client besides the answers: numbered without gaps per client
 * and group, kept by the group until the client has acknowledged it, and sent again until then.
 */
public sealed interface Notification extends Writable {

  /** Returns the number. */
  long number();

  /** Returns about how many bytes it takes. */
  default int size() {
    return 32;
  }

  /** The result of a message that had to wait. */
  record Deferred(long number, long sequence, Result result) implements Notification {
    @Override
    public int size() {
      return 32 + result.size();
    }

    @Override
    public void write(WireWriter out) {
      result.write(out.writeByte(1).writeVarLong(number).writeVarLong(sequence));
    }
  }

  /** An event for a session of a hosted primitive, published at this log index. */
  record Published(long number, long index, long session, String type, byte[] value)
      implements Notification {
    @Override
    public int size() {
      return 32 + type.length() + (value == null ? 0 : value.length);
    }

    @Override
    public void write(WireWriter out) {
      out.writeByte(2).writeVarLong(number).writeVarLong(index);
      out.writeVarLong(session).writeString(type).writeBytes(value);
    }
  }

  /** A session of a hosted primitive is over because the primitive was deleted. */
  record SessionOver(long number, long index, long session) implements Notification {
    @Override
    public void write(WireWriter out) {
      out.writeByte(3).writeVarLong(number).writeVarLong(index).writeVarLong(session);
    }
  }

  /** Reads a notification. */
  static Notification read(WireReader in) {
    int kind = in.readByte();
    return switch (kind) {
      case 1 -> new Deferred(in.readVarLong(), in.readVarLong(), Result.read(in));
      case 2 ->
          new Published(
              in.readVarLong(), in.readVarLong(), in.readVarLong(), in.readName(), in.readBytes());
      case 3 -> new SessionOver(in.readVarLong(), in.readVarLong(), in.readVarLong());
      default -> throw in.broken("no item of kind " + kind);
    };
  }
}
