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
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Rule 11: what a conditional message does in one group. One that is on several primitives has a
 * part in each, and its condition holds if it holds in all of them; it does nothing otherwise.
 *
 * @param condition a query that returns whether the group agrees, or null if it always does
 * @param read a query of the state that the condition sees, or null
 * @param then a command to run if all groups agree, or null
 * @param otherwise a command to run if one does not, or null
 * @param elsewhere its parts in other primitives
 */
public record ConditionalAction(
    HostedOperation condition,
    HostedOperation read,
    HostedOperation then,
    HostedOperation otherwise,
    List<ActionPart> elsewhere)
    implements Action {
  /** The part that does nothing but conflict with other messages. */
  public static final ConditionalAction NOTHING = new ConditionalAction(null, null, null, null);

  /**
   * Part of a conditional message in a primitive.
   *
   * @param primitive the name of the primitive
   * @param session its session; 0 if it is a lock or an election, of which no more is asked than
   *     who has it
   * @param action what it does there; null of a lock or an election
   * @param held of a lock, the version with which it has to be held; of an election, the term in
   *     which it has to have a leader; else 0
   */
  public record ActionPart(String primitive, long session, ConditionalAction action, long held)
      implements Writable {

    /**
     * Checks that it is either an action or the condition that a lock is held.
     *
     * @throws IllegalArgumentException if it is both, or neither, or in several primitives itself
     */
    public ActionPart {
      if ((action == null) != (held > 0)) {
        throw new IllegalArgumentException(
            "the part in primitive '" + primitive + "' neither acts there nor is it held");
      }
      if (action != null && (action.isJoint() || action.otherwise() != null)) {
        throw new IllegalArgumentException(
            "the part in primitive '" + primitive + "' has parts, or an alternative");
      }
    }

    /** Creates the part of a message that does something in a primitive. */
    public ActionPart(String primitive, long session, ConditionalAction action) {
      this(primitive, session, action, 0);
    }

    /** Creates the condition that a lock is held with a version, or an election has this term. */
    public static ActionPart ifHeld(String lock, long version) {
      return new ActionPart(lock, 0, null, version);
    }

    /** Returns whether it is the condition that a lock is held, or an election has a leader. */
    public boolean isLock() {
      return action == null;
    }

    @Override
    public void write(WireWriter out) {
      out.writeString(primitive).writeVarLong(session).writeVarLong(held);
      if (action != null) {
        action.writeParts(out);
      }
    }

    private static ActionPart read(WireReader in) {
      String primitive = in.readName();
      long session = in.readVarLong();
      long held = in.readVarLong();
      return new ActionPart(primitive, session, held == 0 ? readAlone(in) : null, held);
    }

    private int size() {
      return 32 + 3 * primitive.length() + (action == null ? 0 : action.size());
    }
  }

  /**
   * Checks that a replica alone may run the condition and the read, and every replica the branches.
   *
   * @throws IllegalArgumentException if it may not
   */
  public ConditionalAction {
    elsewhere = List.copyOf(elsewhere);
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
    if (otherwise != null && !elsewhere.isEmpty()) {
      throw new IllegalArgumentException(
          "A conditional operation on several primitives does nothing unless its condition holds,"
              + " but has an alternative");
    }
  }

  /** Creates an action on one primitive. */
  public ConditionalAction(
      HostedOperation condition,
      HostedOperation read,
      HostedOperation then,
      HostedOperation otherwise) {
    this(condition, read, then, otherwise, List.of());
  }

  /** Returns this action with parts in other primitives. */
  public ConditionalAction and(List<ActionPart> parts) {
    return new ConditionalAction(condition, read, then, otherwise, parts);
  }

  @Override
  public boolean isJoint() {
    return !elsewhere.isEmpty();
  }

  /** Returns its own part and those in other primitives that are no locks. */
  private Stream<ConditionalAction> actions() {
    return Stream.concat(
        Stream.of(this), elsewhere.stream().map(ActionPart::action).filter(Objects::nonNull));
  }

  @Override
  public boolean isQuery() {
    return changesNothingHere()
        && (elsewhere.isEmpty() || actions().allMatch(ConditionalAction::changesNothingHere));
  }

  private boolean changesNothingHere() {
    return then == null && otherwise == null;
  }

  /** Returns whether it tells no more than that it takes effect; true of one that does nothing. */
  @Override
  public boolean isBlind() {
    return !isQuery()
            && read == null
            && (elsewhere.isEmpty() || actions().allMatch(each -> each.read == null))
        || equals(NOTHING);
  }

  @Override
  public boolean isToldAtVote() {
    return !isQuery()
        && !isJoint()
        && (then == null || then.isToldAtVote())
        && (otherwise == null || otherwise.isToldAtVote());
  }

  @Override
  public int size() {
    return (isJoint() ? 16 : 4)
        + elsewhere.stream().mapToInt(ActionPart::size).sum()
        + Stream.of(condition, read, then, otherwise)
            .filter(Objects::nonNull)
            .mapToInt(HostedOperation::size)
            .sum();
  }

  @Override
  public void write(WireWriter out) {
    out.writeByte(isJoint() ? Action.JOINT : Action.CONDITIONAL);
    writeParts(out);
    if (isJoint()) {
      out.writeAll(elsewhere);
    }
  }

  private void writeParts(WireWriter out) {
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
    try {
      return readAlone(in);
    } catch (IllegalArgumentException e) {
      throw in.broken(e.getMessage());
    }
  }

  static ConditionalAction readJoint(WireReader in) {
    try {
      ConditionalAction first = readAlone(in);
      return first.and(in.readAll(ActionPart::read));
    } catch (IllegalArgumentException e) {
      throw in.broken(e.getMessage());
    }
  }

  private static ConditionalAction readAlone(WireReader in) {
    HostedOperation condition = readOptional(in);
    HostedOperation read = readOptional(in);
    HostedOperation then = readOptional(in);
    return new ConditionalAction(condition, read, then, readOptional(in));
  }

  private static HostedOperation readOptional(WireReader in) {
    return in.readBoolean() ? HostedOperation.read(in) : null;
  }
}
