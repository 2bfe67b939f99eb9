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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What {@link GroupOrdering} should do, in the plainest way: lists, and everything compared with
 * everything.
 */
final class DumbOrdering {
  /** Messages from this sequence on may still be submitted. */
  long comingFrom = Long.MAX_VALUE;

  private static final class Message {
    MessageId id;
    GroupFootprint footprint;
    SortedSet<GroupId> destinations;
    MessageStatus.State state;
    long timestamp;
    boolean toldFirst;
    boolean stable;

    /** The multicast messages below it when it was placed, and those below these, and so on. */
    Set<MessageId> allBelow = Set.of();

    boolean isLocal() {
      return destinations == null;
    }

    boolean precedes(Message that) {
      return timestamp < that.timestamp || timestamp == that.timestamp && id.compareTo(that.id) < 0;
    }
  }

  private final GroupId self;
  private final List<Message> pending = new ArrayList<>();
  private final Map<MessageId, MessageStatus> outcomes = new TreeMap<>();

  DumbOrdering(GroupId self) {
    this.self = self;
  }

  static boolean conflict(GroupFootprint a, GroupFootprint b) {
    boolean conflict = conflictAlone(a, b);
    for (GroupFootprint other : a.others()) {
      conflict |= conflict(other, b);
    }
    for (GroupFootprint other : b.others()) {
      conflict |= conflictAlone(a, other);
    }
    return conflict;
  }

  /** Of two footprints it takes the first primitive of each alone. */
  private static boolean conflictAlone(GroupFootprint a, GroupFootprint b) {
    if (a.primitive() != null && b.primitive() != null && !a.primitive().equals(b.primitive())) {
      return false;
    }
    boolean conflict = a.whole() != null && b.whole() != null && conflict(a.whole(), b.whole());
    for (Access access : a.keys().values()) {
      conflict |= b.whole() != null && conflict(access, b.whole());
    }
    for (Access access : b.keys().values()) {
      conflict |= a.whole() != null && conflict(access, a.whole());
    }
    for (Long key : a.keys().keySet()) {
      conflict |= b.keys().containsKey(key) && conflict(a.keys().get(key), b.keys().get(key));
    }
    return conflict;
  }

  private static boolean conflict(Access a, Access b) {
    boolean bothRead = a == Access.READ && b == Access.READ;
    boolean bothCommute = a == Access.COMMUTE && b == Access.COMMUTE;
    return !bothRead && !bothCommute;
  }

  /** Returns the effects; of one that is ignored only that it is, without its reason. */
  List<Effect> step(Entry entry) {
    List<Effect> effects = new ArrayList<>();
    if (entry instanceof Entry.SubmitLocal s) {
      Message known = find(s.id());
      if (outcomes.containsKey(s.id()) || known != null && !known.isLocal()) {
        effects.add(ignored(entry));
      } else if (known != null) {
        effects.add(new Effect.Blocked(s.id()));
      } else if (conflictsWithPending(s.footprint())) {
        Message message = message(s.id(), s.footprint(), null, 0);
        pending.add(message);
        placed(message);
        effects.add(new Effect.Blocked(s.id()));
      } else {
        effects.add(new Effect.Run(s.id()));
      }
    } else if (entry instanceof Entry.SubmitMulticast s) {
      Message known = find(s.id());
      if (known != null && known.isLocal()) {
        effects.add(ignored(entry));
      } else if (Fixtures.refused().equals(outcomes.get(s.id()))) {
        outcomes.put(s.id(), Fixtures.aborted());
        effects.add(new Effect.Stands(s.id(), Fixtures.aborted()));
      } else if (status(s.id()).isPresent()) {
        effects.add(new Effect.Stands(s.id(), status(s.id()).get()));
      } else if (!s.destinations().contains(self) || s.destinations().size() == 1) {
        effects.add(ignored(entry));
      } else {
        Message message = message(s.id(), s.footprint(), s.destinations(), s.lowestVote());
        pending.add(message);
        placed(message);
        effects.add(tell(message));
      }
    } else if (entry instanceof Entry.Raise r) {
      Message known = find(r.id());
      if (known != null
          && !known.isLocal()
          && known.state == MessageStatus.State.VOTED
          && !known.stable
          && known.timestamp < r.timestamp()
          && r.timestamp() <= 1L << 62) {
        known.timestamp = r.timestamp();
        known.state = MessageStatus.State.FINAL;
        placed(known);
        effects.add(tell(known));
        release(effects);
      } else {
        effects.add(ignored(entry));
      }
    } else if (entry instanceof Entry.Execute x) {
      Message known = find(x.id());
      if (known != null && !known.isLocal() && known.timestamp == x.timestamp() && !known.stable) {
        known.stable = true;
        release(effects);
      } else {
        effects.add(ignored(entry));
      }
    } else if (entry instanceof Entry.Abort a) {
      Message known = find(a.id());
      if (known != null
          && !known.isLocal()
          && known.state == MessageStatus.State.VOTED
          && !known.stable) {
        pending.remove(known);
        outcomes.put(a.id(), Fixtures.aborted());
        effects.add(new Effect.Stands(a.id(), Fixtures.aborted()));
        release(effects);
      } else {
        effects.add(ignored(entry));
      }
    } else if (entry instanceof Entry.Refuse r) {
      Message known = find(r.id());
      if (known != null && known.isLocal()) {
        effects.add(ignored(entry));
      } else if (status(r.id()).isPresent()) {
        effects.add(new Effect.Stands(r.id(), status(r.id()).get()));
      } else if (!r.destinations().contains(self) || r.destinations().size() == 1) {
        effects.add(ignored(entry));
      } else {
        outcomes.put(r.id(), Fixtures.refused());
        effects.add(new Effect.Stands(r.id(), Fixtures.refused()));
      }
    } else if (entry instanceof Entry.Forget f) {
      boolean all = true;
      boolean none = true;
      for (MessageId id : f.ids()) {
        if (Fixtures.refused().equals(outcomes.get(id)) && id.sequence() >= comingFrom) {
          none = false;
        } else if (outcomes.remove(id) != null) {
          effects.add(new Effect.Forgotten(id));
        } else {
          all = false;
        }
      }
      if (!all) {
        effects.add(ignored(entry));
      }
      if (!none) {
        effects.add(ignored(entry));
      }
    } else if (entry instanceof Entry.Confirm c) {
      for (MessageId id : c.ids()) {
        effects.add(new Effect.Stands(id, status(id).orElse(MessageStatus.ABSENT)));
      }
    }
    return effects;
  }

  Optional<MessageStatus> status(MessageId id) {
    Message known = find(id);
    if (known != null) {
      return known.isLocal() ? Optional.empty() : Optional.of(told(known));
    }
    return Optional.ofNullable(outcomes.get(id));
  }

  /**
   * Returns the multicast messages that are below one, or below a local message that is, and so on.
   */
  Set<MessageId> below(MessageId id) {
    Set<MessageId> found = new TreeSet<>();
    gather(find(id), found, new TreeSet<>());
    return found;
  }

  private void gather(Message message, Set<MessageId> found, Set<MessageId> locals) {
    for (Message other : pending) {
      if (other.precedes(message) && conflict(other.footprint, message.footprint)) {
        if (!other.isLocal()) {
          found.add(other.id);
        } else if (locals.add(other.id)) {
          gather(other, found, locals);
        }
      }
    }
  }

  /** Returns what was below a message, and below that, and so on, each when it was placed. */
  Set<MessageId> allBelow(MessageId id) {
    return find(id).allBelow;
  }

  boolean isFirst(MessageId id) {
    return isFirst(find(id));
  }

  /** A local message below it stands for what is below that one now, as rule 5 tells it. */
  private void placed(Message message) {
    Set<MessageId> all = new TreeSet<>();
    Set<MessageId> below = new TreeSet<>();
    gather(message, below, new TreeSet<>());
    for (MessageId id : below) {
      all.add(id);
      all.addAll(find(id).allBelow);
    }
    message.allBelow = all;
  }

  /** Returns where a pending message stands. */
  Position position(MessageId id) {
    return new Position(find(id).timestamp, id);
  }

  boolean conflictsWithPending(GroupFootprint footprint) {
    return pending.stream().anyMatch(other -> conflict(footprint, other.footprint));
  }

  boolean anyPending(String primitive) {
    return pending.stream()
        .map(message -> message.footprint)
        .anyMatch(each -> each.isEverything() || each.primitives().contains(primitive));
  }

  int pendingCount() {
    return pending.size();
  }

  int outcomeCount() {
    return outcomes.size();
  }

  static Effect ignored(Entry entry) {
    return new Effect.Ignored(entry, null, List.of(), "");
  }

  private Message find(MessageId id) {
    return pending.stream().filter(message -> message.id.equals(id)).findAny().orElse(null);
  }

  private Message message(
      MessageId id, GroupFootprint footprint, SortedSet<GroupId> destinations, long lowestVote) {
    Message message = new Message();
    message.id = id;
    message.footprint = footprint;
    message.destinations = destinations;
    message.state = MessageStatus.State.VOTED;
    message.timestamp = Math.max(0, Math.min(lowestVote, 1L << 61));
    for (Message other : pending) {
      if (conflict(message.footprint, other.footprint)) {
        message.timestamp = Math.max(message.timestamp, other.timestamp + 1);
      }
    }
    return message;
  }

  private boolean isFirst(Message message) {
    return pending.stream()
        .noneMatch(
            other -> other.precedes(message) && conflict(other.footprint, message.footprint));
  }

  private Effect tell(Message message) {
    message.toldFirst = isFirst(message);
    return new Effect.Stands(message.id, told(message));
  }

  /** What is below it is for {@link StabilityTest} to check. */
  private MessageStatus told(Message message) {
    return new MessageStatus(message.state, message.timestamp, isFirst(message), Below.NONE);
  }

  private void release(List<Effect> effects) {
    while (true) {
      Optional<Message> lowest =
          pending.stream()
              .filter(
                  message ->
                      isFirst(message)
                          && (message.isLocal() || message.stable || !message.toldFirst))
              .min(
                  Comparator.<Message>comparingLong(message -> message.timestamp)
                      .thenComparing(message -> message.id));
      if (lowest.isEmpty()) {
        return;
      }
      Message next = lowest.get();
      if (next.isLocal() || next.stable) {
        pending.remove(next);
        effects.add(new Effect.Run(next.id));
      }
      if (next.stable) {
        outcomes.put(next.id, MessageStatus.executed(next.timestamp));
        effects.add(new Effect.Stands(next.id, MessageStatus.executed(next.timestamp)));
      } else if (!next.isLocal()) {
        effects.add(tell(next));
      }
    }
  }
}
