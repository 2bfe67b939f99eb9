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

import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.primitive.operation.OperationId;
import java.util.List;

/** Request of a client to a group, without a log entry. */
public sealed interface ReadRequest extends Writable {
  /** The operation of the group's service that answers a request. */
  OperationId OPERATION = OperationId.query("read");

  /**
   * The operation that answers a request of which nothing is believed before another confirms it
   * (rule 12): whoever takes himself for the leader may.
   */
  OperationId UNCONFIRMED = OperationId.query("read-unconfirmed");

  /** The version of the encoding. */
  int VERSION = 2;

  /** The version before clients said what they have received. */
  int WITHOUT_RECEIVED = 1;

  /**
   * Queries that had gathered.
   *
   * @param notBefore the lowest log index that the answers may be as of
   * @param linearizable whether rule 7's fence is needed
   * @param received the number of the last notification that the client has told, with all before
   *     it
   */
  record Queries(long notBefore, boolean linearizable, long received, List<Query> queries)
      implements ReadRequest {

    /** Creates a request of a client that has received nothing. */
    public Queries(long notBefore, boolean linearizable, List<Query> queries) {
      this(notBefore, linearizable, 0, queries);
    }

    @Override
    public void write(WireWriter out) {
      out.writeByte(1).writeVarLong(notBefore).writeBoolean(linearizable);
      out.writeVarLong(received).writeAll(queries);
    }

    @Override
    public <R> R accept(ReadVisitor<R> visitor) {
      return visitor.queries(this);
    }
  }

  /** One query of a hosted primitive. */
  record Query(long session, HostedOperation operation, GroupFootprint footprint)
      implements Writable {
    @Override
    public void write(WireWriter out) {
      out.writeVarLong(session).writeString(footprint.primitive());
      operation.writeBare(out);
      out.writeTouched(footprint);
    }

    static Query read(WireReader in) {
      long session = in.readVarLong();
      String primitive = in.readName();
      HostedOperation operation = HostedOperation.read(in);
      return new Query(session, operation, in.readTouched(primitive));
    }
  }

  /** Asks again for notifications with higher numbers than this. */
  record FetchNotifications(long received) implements ReadRequest {
    @Override
    public void write(WireWriter out) {
      out.writeByte(2).writeVarLong(received);
    }

    @Override
    public <R> R accept(ReadVisitor<R> visitor) {
      return visitor.notifications(this);
    }
  }

  /**
   * Rule 12, the first round: parts of queries of several groups.
   *
   * @param received as of {@link Queries}
   */
  record QueryParts(long received, List<QueryPart> parts) implements ReadRequest {
    @Override
    public void write(WireWriter out) {
      out.writeByte(3).writeVarLong(received).writeAll(parts);
    }

    @Override
    public <R> R accept(ReadVisitor<R> visitor) {
      return visitor.parts(this);
    }
  }

  /** Question of a query of several groups to this one, in a session there. */
  record QueryPart(long session, Action action, GroupFootprint footprint) implements Writable {
    @Override
    public void write(WireWriter out) {
      out.writeVarLong(session).writeString(footprint.primitive());
      action.write(out);
      out.writeTouched(footprint);
    }

    static QueryPart read(WireReader in) {
      long session = in.readVarLong();
      String primitive = in.readName();
      Action action = Action.read(in);
      return new QueryPart(session, action, in.readTouched(primitive));
    }
  }

  /** Rule 12, the second round: asks whether what was read is as it was. */
  record Confirmation(List<Claim> claims) implements ReadRequest {
    @Override
    public void write(WireWriter out) {
      out.writeByte(4).writeAll(claims);
    }

    @Override
    public <R> R accept(ReadVisitor<R> visitor) {
      return visitor.confirmation(this);
    }
  }

  /** The claim that nothing was submitted behind a log index that changes what was read. */
  record Claim(long index, GroupFootprint footprint) implements Writable {
    @Override
    public void write(WireWriter out) {
      out.writeVarLong(index).writeString(footprint.primitive()).writeTouched(footprint);
    }

    static Claim read(WireReader in) {
      long index = in.readVarLong();
      String primitive = in.readName();
      return new Claim(index, in.readTouched(primitive));
    }
  }

  /** Whoever does something with a request of each kind. */
  interface ReadVisitor<R> {
    /** Takes queries of this group. */
    R queries(Queries queries);

    /** Takes a request for notifications. */
    R notifications(FetchNotifications request);

    /** Takes parts of queries of several groups. */
    R parts(QueryParts parts);

    /** Takes claims about what was read. */
    R confirmation(Confirmation confirmation);
  }

  /** Has it answered by the method for its kind. */
  <R> R accept(ReadVisitor<R> visitor);

  /** Encodes a request. */
  default byte[] encode() {
    WireWriter out = new WireWriter().writeByte(VERSION);
    write(out);
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
          case 2 -> new FetchNotifications(in.readVarLong());
          case 3 -> new QueryParts(in.readVarLong(), in.readList(QueryPart::read));
          case 4 -> new Confirmation(in.readList(Claim::read));
          default -> throw in.broken("no read request of kind " + kind);
        };
    in.end();
    return request;
  }
}
