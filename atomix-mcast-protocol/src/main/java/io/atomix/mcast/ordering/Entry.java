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
package io.atomix.mcast.ordering;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Input of a group's ordering: one entry of its log. Any entry may come twice, late, or in a state
 * where it means nothing.
 */
public sealed interface Entry {

  /**
   * Applies the entry to the state of a group; {@link GroupOrdering#step} alone calls this.
   *
   * @param effects takes what is to be done because of it
   */
  void applyTo(GroupOrdering ordering, List<Effect> effects);

  /** An entry that follows from the facts or the questions of other groups. */
  sealed interface OrderEntry extends Entry {

    /** Returns about how many bytes it takes, never too few. */
    default int size() {
      return 64;
    }

    /** Returns the messages that it is about. */
    List<MessageId> ids();

    /** Writes it. */
    void write(Encoder out);
  }

  /** An entry that submits a message. */
  sealed interface SubmitEntry extends Entry {
    /** Returns the message. */
    MessageId id();

    /** Returns what it touches in the group. */
    GroupFootprint footprint();
  }

  /** Reads an entry that was written as an order. */
  static OrderEntry readOrder(Decoder in) {
    int kind = in.readByte();
    return switch (kind) {
      case 1 -> new Raise(OrderingCodec.readId(in), in.readNumber());
      case 2 -> new Execute(OrderingCodec.readId(in), in.readNumber(), in.readBoolean(), false);
      case 3 -> new Refuse(OrderingCodec.readId(in), OrderingCodec.readGroups(in));
      case 4 -> new Abort(OrderingCodec.readId(in));
      case 5 -> new Forget(OrderingCodec.readIds(in));
      case 6 -> new Confirm(OrderingCodec.readIds(in));
      case 7 -> new Execute(OrderingCodec.readId(in), in.readNumber(), in.readBoolean(), true);
      default -> throw in.broken("no order of kind " + kind);
    };
  }

  /** Rule 1: a message whose only destination is this group. */
  record SubmitLocal(MessageId id, GroupFootprint footprint) implements SubmitEntry {
    public SubmitLocal {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(footprint, "footprint");
    }

    @Override
    public void applyTo(GroupOrdering ordering, List<Effect> effects) {
      ordering.submitLocal(this, effects);
    }
  }

  /**
   * Rule 2: a message for this group and at least one other.
   *
   * @param lowestVote the lowest vote that the group may give it; 0 leaves that to the group
   */
  record SubmitMulticast(
      MessageId id, GroupFootprint footprint, SortedSet<GroupId> destinations, long lowestVote)
      implements SubmitEntry {
    public SubmitMulticast {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(footprint, "footprint");
      destinations = Collections.unmodifiableSortedSet(new TreeSet<>(destinations));
    }

    /** Creates the entry for a message that may be given any vote. */
    public SubmitMulticast(
        MessageId id, GroupFootprint footprint, SortedSet<GroupId> destinations) {
      this(id, footprint, destinations, 0);
    }

    @Override
    public void applyTo(GroupOrdering ordering, List<Effect> effects) {
      ordering.submitMulticast(this, effects);
    }
  }

  /** Rule 4: the final timestamp of a message that this group gave a lower vote. */
  record Raise(MessageId id, long timestamp) implements OrderEntry {
    public Raise {
      Objects.requireNonNull(id, "id");
    }

    @Override
    public void applyTo(GroupOrdering ordering, List<Effect> effects) {
      ordering.raise(this, effects);
    }

    @Override
    public List<MessageId> ids() {
      return List.of(id);
    }

    @Override
    public void write(Encoder out) {
      OrderingCodec.writeId(out.writeByte(1), id);
      out.writeNumber(timestamp);
    }
  }

  /**
   * Rule 6: the message is stable, with this final timestamp.
   *
   * @param held whether its condition holds in all of them (rule 11); true if it has none
   * @param waits whether it is executed as soon as nothing is below it in the group; entries of
   *     earlier builds are ignored where something is
   */
  record Execute(MessageId id, long timestamp, boolean held, boolean waits) implements OrderEntry {
    public Execute {
      Objects.requireNonNull(id, "id");
    }

    /** Creates the entry for a message that is executed as soon as nothing is below it. */
    public Execute(MessageId id, long timestamp, boolean held) {
      this(id, timestamp, held, true);
    }

    /** Creates the entry for such a message without a condition. */
    public Execute(MessageId id, long timestamp) {
      this(id, timestamp, true);
    }

    @Override
    public void applyTo(GroupOrdering ordering, List<Effect> effects) {
      ordering.execute(this, effects);
    }

    @Override
    public List<MessageId> ids() {
      return List.of(id);
    }

    @Override
    public void write(Encoder out) {
      OrderingCodec.writeId(out.writeByte(waits ? 7 : 2), id);
      out.writeNumber(timestamp).writeBoolean(held);
    }
  }

  /** Rule 9: another destination group asks this one never to vote on the message. */
  record Refuse(MessageId id, SortedSet<GroupId> destinations) implements OrderEntry {
    public Refuse {
      Objects.requireNonNull(id, "id");
      destinations = Collections.unmodifiableSortedSet(new TreeSet<>(destinations));
    }

    @Override
    public void applyTo(GroupOrdering ordering, List<Effect> effects) {
      ordering.refuse(this, effects);
    }

    @Override
    public int size() {
      return 64 + OrderingCodec.size(destinations);
    }

    @Override
    public List<MessageId> ids() {
      return List.of(id);
    }

    @Override
    public void write(Encoder out) {
      OrderingCodec.writeId(out.writeByte(3), id);
      OrderingCodec.writeGroups(out, destinations);
    }
  }

  /** Rule 9: another destination group has refused the message. */
  record Abort(MessageId id) implements OrderEntry {
    public Abort {
      Objects.requireNonNull(id, "id");
    }

    @Override
    public void applyTo(GroupOrdering ordering, List<Effect> effects) {
      ordering.abort(this, effects);
    }

    @Override
    public List<MessageId> ids() {
      return List.of(id);
    }

    @Override
    public void write(Encoder out) {
      OrderingCodec.writeId(out.writeByte(4), id);
    }
  }

  /** Rule 10: every destination group is known to have executed or aborted these messages. */
  record Forget(List<MessageId> ids) implements OrderEntry {
    public Forget {
      ids = List.copyOf(ids);
    }

    @Override
    public void applyTo(GroupOrdering ordering, List<Effect> effects) {
      ordering.forget(this, effects);
    }

    @Override
    public int size() {
      return 16 + 32 * ids.size();
    }

    @Override
    public void write(Encoder out) {
      out.writeByte(5).writeEach(ids, OrderingCodec::writeId);
    }
  }

  /**
   * Rule 10: another group, which remembers outcomes, asks whether these messages are known here.
   * Only an entry can answer no: that a replica has not seen a message yet says nothing about its
   * group.
   */
  record Confirm(List<MessageId> ids) implements OrderEntry {
    public Confirm {
      ids = List.copyOf(ids);
    }

    @Override
    public void applyTo(GroupOrdering ordering, List<Effect> effects) {
      ordering.confirm(this, effects);
    }

    @Override
    public int size() {
      return 16 + 32 * ids.size();
    }

    @Override
    public void write(Encoder out) {
      out.writeByte(6).writeEach(ids, OrderingCodec::writeId);
    }
  }
}
