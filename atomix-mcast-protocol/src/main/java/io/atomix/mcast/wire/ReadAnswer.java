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
public sealed interface ReadAnswer extends Writable {
  /** The version of the encoding. */
  int VERSION = 2;

  /** The version before notifications went along with results. */
  int WITHOUT_ITEMS = 1;

  /**
   * The results of queries, or of parts of queries, in their order; null where the query has to be
   * submitted as a message (rules 7 and 12).
   *
   * @param index the log index that the results are as of
   * @param notifications what the client has not received of what happened up to there
   */
  record QueryResults(long index, List<Result> results, List<Notification> notifications)
      implements ReadAnswer {

    /** Creates results that nothing goes along with. */
    public QueryResults(long index, List<Result> results) {
      this(index, results, List.of());
    }

    @Override
    public void write(WireWriter out) {
      out.writeByte(1)
          .writeVarLong(index)
          .writeAll(results, WireWriter::writeOptional)
          .writeAll(notifications);
    }
  }

  /** Notifications that the client has not acknowledged. */
  record StoredNotifications(Delivery delivery) implements ReadAnswer {
    @Override
    public void write(WireWriter out) {
      out.writeByte(2).writeBytes(delivery.encode());
    }
  }

  /** Rule 12: says of claims, in their order, whether they are true; no if that is not known. */
  record Confirmed(List<Boolean> claims) implements ReadAnswer {
    @Override
    public void write(WireWriter out) {
      out.writeByte(4).writeAll(claims, WireWriter::writeBoolean);
    }
  }

  /** The request could not be understood. */
  record RefusedRequest(String message) implements ReadAnswer {
    @Override
    public void write(WireWriter out) {
      out.writeByte(3).writeString(message);
    }
  }

  /** Encodes an answer. */
  default byte[] encode() {
    WireWriter out = new WireWriter().writeByte(VERSION);
    write(out);
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
              new QueryResults(
                  in.readVarLong(),
                  in.readList(each -> each.readBoolean() ? Result.read(each) : null),
                  version == WITHOUT_ITEMS ? List.of() : in.readList(Notification::read));
          case 2 ->
              new StoredNotifications(Delivery.decode(in.required(in.readBytes(), "the delivery")));
          case 3 -> new RefusedRequest(in.readName());
          case 4 -> new Confirmed(in.readList(WireReader::readBoolean));
          default -> throw in.broken("no read answer of kind " + kind);
        };
    in.end();
    return answer;
  }
}
