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
 * Item that a group has for a client besides the answers: numbered without gaps per client and
 * group, kept by the group until the client has acknowledged it, and sent again until then.
 */
public sealed interface Item {

  /** Returns the number. */
  long number();

  /** Returns about how many bytes it takes. */
  default int size() {
    return 32;
  }

  /** The result of a message that had to wait. */
  record Deferred(long number, long sequence, Result result) implements Item {
    @Override
    public int size() {
      return 32
          + (result instanceof Result.Done done && done.value() != null ? done.value().length : 0);
    }
  }

  /** An event for a session of a hosted primitive, published at this log index. */
  record Event(long number, long index, long session, String type, byte[] value) implements Item {
    @Override
    public int size() {
      return 32 + type.length() + (value == null ? 0 : value.length);
    }
  }

  /** A session of a hosted primitive is over because the primitive was deleted. */
  record SessionOver(long number, long index, long session) implements Item {}

  /** Writes an item. */
  static void write(WireWriter out, Item item) {
    if (item instanceof Deferred deferred) {
      out.writeByte(1).writeVarLong(deferred.number).writeVarLong(deferred.sequence);
      Result.write(out, deferred.result);
    } else if (item instanceof Event event) {
      out.writeByte(2).writeVarLong(event.number).writeVarLong(event.index);
      out.writeVarLong(event.session).writeString(event.type).writeBytes(event.value);
    } else if (item instanceof SessionOver over) {
      out.writeByte(3).writeVarLong(over.number).writeVarLong(over.index);
      out.writeVarLong(over.session);
    } else {
      throw new IllegalStateException("No encoding for " + item);
    }
  }

  /** Reads an item. */
  static Item read(WireReader in) {
    int kind = in.readByte();
    return switch (kind) {
      case 1 -> new Deferred(in.readVarLong(), in.readVarLong(), Result.read(in));
      case 2 ->
          new Event(
              in.readVarLong(), in.readVarLong(), in.readVarLong(), in.readName(), in.readBytes());
      case 3 -> new SessionOver(in.readVarLong(), in.readVarLong(), in.readVarLong());
      default -> throw in.broken("no item of kind " + kind);
    };
  }
}
