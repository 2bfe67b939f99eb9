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

/** Answer of a group to a {@link ReadRequest}. */
public sealed interface ReadAnswer {
  /** The version of the encoding. */
  int VERSION = 2;

  /** The version before items went along with results. */
  int WITHOUT_ITEMS = 1;

  /**
   * The results of queries in their order; null where the query has to be submitted as a local
   * message (rule 7).
   *
   * @param index the log index that the results are as of
   * @param items what the client has not received of what happened up to there
   */
  record Results(long index, List<Result> results, List<Item> items) implements ReadAnswer {

    /** Creates results that nothing goes along with. */
    public Results(long index, List<Result> results) {
      this(index, results, List.of());
    }
  }

  /** Items that the client has not acknowledged. */
  record Items(Delivery delivery) implements ReadAnswer {}

  /** The request could not be understood. */
  record Refused(String message) implements ReadAnswer {}

  /** Encodes an answer. */
  default byte[] encode() {
    WireWriter out = new WireWriter().writeByte(VERSION);
    if (this instanceof Results results) {
      out.writeByte(1)
          .writeVarLong(results.index)
          .writeAll(results.results, ReadAnswer::writeOptional)
          .writeAll(results.items, Item::write);
    } else if (this instanceof Items items) {
      out.writeByte(2).writeBytes(items.delivery.encode());
    } else if (this instanceof Refused refused) {
      out.writeByte(3).writeString(refused.message);
    } else {
      throw new IllegalStateException("No encoding for " + this);
    }
    return out.toByteArray();
  }

  /**
   * Decodes an answer.
   *
   * @throws WireException if the bytes are damaged or of a newer version
   */
  static ReadAnswer decode(byte[] bytes) {
    WireReader in = new WireReader("The answer to a read request", bytes);
    int version = in.readVersion(WITHOUT_ITEMS, VERSION);
    int kind = in.readByte();
    ReadAnswer answer =
        switch (kind) {
          case 1 ->
              new Results(
                  in.readVarLong(),
                  in.readList(each -> each.readBoolean() ? Result.read(each) : null),
                  version == WITHOUT_ITEMS ? List.of() : in.readList(Item::read));
          case 2 -> new Items(Delivery.decode(Words.present(in, in.readBytes(), "the delivery")));
          case 3 -> new Refused(in.readName());
          default -> throw in.broken("no read answer of kind " + kind);
        };
    in.end();
    return answer;
  }

  private static void writeOptional(WireWriter out, Result result) {
    out.writeBoolean(result != null);
    if (result != null) {
      Result.write(out, result);
    }
  }
}
