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
package io.atomix.mcast.group;

import io.atomix.mcast.observe.GroupObserver;
import io.atomix.mcast.observe.Happening;
import io.atomix.mcast.observe.StateView;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.Standing;
import io.atomix.mcast.wire.Item;
import io.atomix.primitive.PrimitiveTypeRegistry;
import java.util.List;
import java.util.SortedSet;

/**
 * What surrounds a group's service on one replica: where it tells what its log says, and the little
 * it may ask. All methods are called on the thread that applies the log, and must neither block nor
 * throw. Nothing that comes back may change what the log means.
 *
 * <p>The service may be replaced at any time by a restored one, which calls {@link #restored} and
 * goes on.
 */
public interface Outlet {

  /** Returns the types of primitives that this replica can host. */
  PrimitiveTypeRegistry primitiveTypes();

  /**
   * Returns whether a service that was not restored may begin with nothing at this entry: the log
   * goes back to its first entry. Asked once.
   */
  default boolean startsEmpty(long index) {
    return true;
  }

  /**
   * Returns the index of the last snapshot that the leader has sent and that went beyond what was
   * applied when it came, so that the service must be restored from it before it is given a later
   * entry; 0 if there was none. Asked with each entry.
   */
  default long awaitedSnapshot() {
    return 0;
  }

  /** Rule 7: returns whether this replica leads and has applied an entry of its own leadership. */
  boolean isFenced();

  /** A fence has been applied. */
  void fence(String member, long leadership);

  /**
   * Returns what this replica's clock says, in milliseconds since 1970: with what an entry would be
   * stamped that it appended now as the leader. It only decides whether a query becomes an entry.
   */
  default long stamp() {
    return Long.MIN_VALUE;
  }

  /**
   * After each entry, when timers of the primitives are due; while this replica leads, it lets time
   * pass for them. Replicas need not agree on it.
   *
   * @param stamp the first stamp of an entry with which one runs, {@link Long#MAX_VALUE} for none
   * @param held the primitives whose timers are due, and wait for {@link
   *     io.atomix.mcast.wire.Command.Timers}
   */
  default void timers(long stamp, List<String> held) {}

  /**
   * A multicast message has a new standing here, or was asked about.
   *
   * @param unhurried whether the message's client waits for nothing more if all groups have voted
   *     the same with nothing below it (rule 8)
   * @param whenStable whom to tell as soon as the message is stable: its client if it wants no
   *     result (rule 8), else null
   */
  void stands(
      MessageId id,
      Standing standing,
      SortedSet<GroupId> destinations,
      boolean unhurried,
      ClientAddress whenStable);

  /** An operation has to wait for messages that are pending here. */
  default void blocked() {}

  /** The outcome of a message is no longer remembered. */
  void forgotten(MessageId id);

  /** There is something for a client. */
  void item(ClientAddress client, Item item);

  /** The answer to the entry takes these items along, and all before that the client lacks. */
  default void carried(ClientAddress client, long number) {}

  /** A client has these items, and all before. */
  void received(ClientAddress client, long number);

  /** The Raft session of a client is over, and with it all that was meant for it. */
  void gone(ClientAddress client);

  /** The entry has been applied as a whole: what was told may be sent now. */
  void applied();

  /** What the replica holds after that entry. */
  default void counted(GroupCounts counts) {}

  /** The service that is told of next has this state; ask from any thread. */
  default void hosting(StateView state) {}

  /** Rule 11: the service that is told of next judges conditional messages on previews. */
  default void judgedBy(Judge judge) {}

  /** A batch of so many commands is applied. */
  default void batch(int commands) {}

  /** So many queries came in one request, of which so many are answered. */
  default void answered(int asked, int answered) {}

  /** A local message does not execute at once. */
  default void waits(MessageId id) {}

  /** A message that did not execute at once executes. */
  default void waitsNoMore(MessageId id, GroupObserver.Kind kind) {}

  /** A message was executed. */
  default void executed(GroupObserver.Kind kind, boolean failed) {}

  /** Returns whether to tell of this message by {@link #traced}. Nothing else depends on it. */
  default boolean traces(MessageId id) {
    return false;
  }

  /** This happened to a message that is traced, in the entry of this index. */
  default void traced(long index, Happening happening) {}

  /** A snapshot is about to be written; {@link #snapshotEnds} follows, unless it fails. */
  default void snapshotBegins() {}

  /** The snapshot has so many bytes. */
  default void snapshotEnds(int bytes) {}

  /**
   * The state was replaced by that of a snapshot: forget all that was told, and start from this.
   */
  void restored(List<StandingChange> messages, List<ClientChange> undelivered);

  /** The state is not what the log says, and this replica must not serve any more. */
  void broken(Throwable reason);
}
