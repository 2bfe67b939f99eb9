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
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Rule 11: what a conditional message does in one group.
 *
 * @param condition a query that returns whether the group agrees, or null if it always does
 * @param read a query of the state that the condition sees, or null
 * @param then a command to run if all groups agree, or null
 * @param otherwise a command to run if one does not, or null
 */
public record ConditionalAction(
    HostedOperation condition,
    HostedOperation read,
    HostedOperation then,
    HostedOperation otherwise)
    implements Action {
  /** The part that does nothing but conflict with other messages. */
  public static final ConditionalAction NOTHING = new ConditionalAction(null, null, null, null);

  /**
   * Checks that a replica alone may run the condition and the read, and every replica the branches.
   *
   * @throws IllegalArgumentException if it may not
   */
  public ConditionalAction {
    String problem =
        Stream.of(condition, read).anyMatch(each -> each != null && !each.isQuery())
            ? "its condition or its read is a " + OperationType.COMMAND
            : Stream.of(then, otherwise).anyMatch(each -> each != null && each.isQuery())
                ? "one of its branches is a " + OperationType.QUERY
                : null;
    if (problem != null) {
      throw new IllegalArgumentException(
          "A conditional operation tests and reads by queries and writes by commands, but "
              + problem);
    }
  }

  @Override
  public boolean isQuery() {
    return then == null && otherwise == null;
  }

  /** Returns whether it tells no more than that it takes effect; true of one that does nothing. */
  @Override
  public boolean isBlind() {
    return !isQuery() && read == null || equals(NOTHING);
  }

  @Override
  public boolean isToldAtVote() {
    return !isQuery()
        && (then == null || then.isToldAtVote())
        && (otherwise == null || otherwise.isToldAtVote());
  }

  @Override
  public int size() {
    return 4
        + Stream.of(condition, read, then, otherwise)
            .filter(Objects::nonNull)
            .mapToInt(HostedOperation::size)
            .sum();
  }

  @Override
  public void write(WireWriter out) {
    out.writeByte(Action.CONDITIONAL);
    writeOptional(out, condition);
    writeOptional(out, read);
    writeOptional(out, then);
    writeOptional(out, otherwise);
  }

  private static void writeOptional(WireWriter out, HostedOperation operation) {
    out.writeBoolean(operation != null);
    if (operation != null) {
      operation.writeBare(out);
    }
  }

  static ConditionalAction read(WireReader in) {
    HostedOperation condition = readOptional(in);
    HostedOperation read = readOptional(in);
    HostedOperation then = readOptional(in);
    try {
      return new ConditionalAction(condition, read, then, readOptional(in));
    } catch (IllegalArgumentException e) {
      throw in.broken(e.getMessage());
    }
  }

  private static HostedOperation readOptional(WireReader in) {
    return in.readBoolean() ? HostedOperation.read(in) : null;
  }
}
