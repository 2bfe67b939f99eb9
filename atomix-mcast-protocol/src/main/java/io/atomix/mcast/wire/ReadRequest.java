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

import io.atomix.mcast.ordering.Footprint;
import java.util.List;

/** Request of a client to a group, without a log entry. */
public sealed interface ReadRequest {
  /** The version of the encoding. */
  int VERSION = 2;

  /** The version before clients said what they have received. */
  int WITHOUT_RECEIVED = 1;

  /**
   * Queries that had gathered.
   *
   * @param notBefore the lowest log index that the answers may be as of
   * @param linearizable whether rule 7's fence is needed
   * @param received the number of the last item that the client has told, with all before it
   */
  record Queries(long notBefore, boolean linearizable, long received, List<Query> queries)
      implements ReadRequest {

    /** Creates a request of a client that has received nothing. */
    public Queries(long notBefore, boolean linearizable, List<Query> queries) {
      this(notBefore, linearizable, 0, queries);
    }
  }

  /** One query of a hosted primitive. */
  record Query(long session, Operation operation, Footprint footprint) {
    static void write(WireWriter out, Query query) {
      out.writeVarLong(query.session).writeString(query.footprint.primitive());
      Operation.write(out, query.operation);
      Words.writeTouched(out, query.footprint);
    }

    static Query read(WireReader in) {
      long session = in.readVarLong();
      String primitive = in.readName();
      Operation operation = Operation.read(in);
      return new Query(session, operation, Words.readTouched(in, primitive));
    }
  }

  /** Asks again for items with higher numbers than this. */
  record Items(long received) implements ReadRequest {}

  /** Encodes a request. */
  default byte[] encode() {
    WireWriter out = new WireWriter().writeByte(VERSION);
    if (this instanceof Queries queries) {
      out.writeByte(1).writeVarLong(queries.notBefore).writeBoolean(queries.linearizable);
      out.writeVarLong(queries.received);
      out.writeAll(queries.queries, Query::write);
    } else if (this instanceof Items items) {
      out.writeByte(2).writeVarLong(items.received);
    } else {
      throw new IllegalStateException("No encoding for " + this);
    }
    return out.toByteArray();
  }

  /**
   * Decodes a request.
   *
   * @throws WireException if the bytes are damaged or of a newer version
   */
  static ReadRequest decode(byte[] bytes) {
    WireReader in = new WireReader("The read request", bytes);
    int version = in.readVersion(WITHOUT_RECEIVED, VERSION);
    int kind = in.readByte();
    ReadRequest request =
        switch (kind) {
          case 1 ->
              new Queries(
                  in.readVarLong(),
                  in.readBoolean(),
                  version == WITHOUT_RECEIVED ? 0 : in.readVarLong(),
                  in.readList(Query::read));
          case 2 -> new Items(in.readVarLong());
          default -> throw in.broken("no read request of kind " + kind);
        };
    in.end();
    return request;
  }
}
