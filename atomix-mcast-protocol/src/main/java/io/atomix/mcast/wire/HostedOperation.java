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

import io.atomix.primitive.operation.OperationType;

/**
 * An operation of a hosted primitive.
 *
 * @param name the operation's name in its service interface
 * @param type whether it reads or writes
 * @param value its encoded arguments, or null
 * @param atVote of a command whose result is wanted, the query that tells with the vote what it
 *     will return (rule 8), given the same arguments; null if there is none
 */
public record HostedOperation(String name, OperationType type, byte[] value, String atVote)
    implements Action {
  private static final int QUERY = 0;
  private static final int COMMAND = 1;

  /** Not before version 2 of batches. */
  private static final int COMMAND_TOLD_AT_VOTE = 2;

  /** Checks that only a command has a query that tells its result. */
  public HostedOperation {
    if (atVote != null && type == OperationType.QUERY) {
      throw new IllegalArgumentException(
          "Query '" + name + "' tells its result itself, no other query does: '" + atVote + "'");
    }
  }

  /** Creates an operation whose result nothing tells with the vote but, of a query, itself. */
  public HostedOperation(String name, OperationType type, byte[] value) {
    this(name, type, value, null);
  }

  @Override
  public void write(WireWriter out) {
    writeBare(out.writeByte(Action.OPERATION));
  }

  /** Writes it where nothing but an operation can stand. */
  void writeBare(WireWriter out) {
    out.writeString(name);
    if (atVote != null) {
      out.writeByte(COMMAND_TOLD_AT_VOTE).writeString(atVote);
    } else {
      out.writeByte(isQuery() ? QUERY : COMMAND);
    }
    out.writeBytes(value);
  }

  static HostedOperation read(WireReader in) {
    String name = in.readName();
    int kind = in.readByte();
    return switch (kind) {
      case QUERY -> new HostedOperation(name, OperationType.QUERY, in.readBytes());
      case COMMAND -> new HostedOperation(name, OperationType.COMMAND, in.readBytes());
      case COMMAND_TOLD_AT_VOTE -> {
        String atVote = in.readName();
        yield new HostedOperation(name, OperationType.COMMAND, in.readBytes(), atVote);
      }
      default -> throw in.broken("no operation of kind " + kind);
    };
  }

  /** Returns the query that tells with the vote what this command will return, or null. */
  public HostedOperation resultAtVote() {
    return atVote == null ? null : new HostedOperation(atVote, OperationType.QUERY, value);
  }

  @Override
  public boolean isQuery() {
    return type == OperationType.QUERY;
  }

  @Override
  public boolean isToldAtVote() {
    return atVote != null;
  }

  @Override
  public int size() {
    int names = name.length() + (atVote == null ? 0 : atVote.length() + 2);
    return 3 * names + (value == null ? 0 : value.length) + 8;
  }
}
