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
package io.atomix.mcast.primitives;

import io.atomix.mcast.ConflictRelation;
import io.atomix.mcast.Footprint;
import io.atomix.mcast.Invocation;
import java.util.Collection;
import java.util.Map;

/** The ways in which operations of Atomix's primitives touch keys, or the whole primitive. */
enum Touch {
  /**
   * Listeners and iterators: they belong to one session, and begin and end at a change that nobody
   * promises.
   */
  NOTHING {
    @Override
    Footprint footprint(Invocation invocation) {
      return Footprint.none();
    }
  },

  /** Reads what any write could change. */
  READS_ALL {
    @Override
    Footprint footprint(Invocation invocation) {
      return Footprint.none().readsAll();
    }
  },

  /** Writes what depends on the whole, or cannot be named beforehand. */
  WRITES_ALL {
    @Override
    Footprint footprint(Invocation invocation) {
      return Footprint.none().writesAll();
    }
  },

  /** Reads the key that is its first argument. */
  READS_KEY {
    @Override
    Footprint footprint(Invocation invocation) {
      return hasArgument(invocation)
          ? Footprint.none().reads(invocation.argument(0))
          : unexpected(invocation);
    }
  },

  /** Writes, perhaps under a condition on it, the key that is its first argument. */
  WRITES_KEY {
    @Override
    Footprint footprint(Invocation invocation) {
      return hasArgument(invocation)
          ? Footprint.none().writes(invocation.argument(0))
          : unexpected(invocation);
    }
  },

  /** Reads the keys in the collection that is its first argument. */
  READS_KEYS {
    @Override
    Footprint footprint(Invocation invocation) {
      return hasArgument(invocation) && invocation.argument(0) instanceof Collection<?> keys
          ? Footprint.none().readsEach(keys)
          : unexpected(invocation);
    }
  },

  /** Writes the keys in the collection that is its first argument. */
  WRITES_KEYS {
    @Override
    Footprint footprint(Invocation invocation) {
      return hasArgument(invocation) && invocation.argument(0) instanceof Collection<?> keys
          ? Footprint.none().writesEach(keys)
          : unexpected(invocation);
    }
  },

  /** Writes the keys of the map that is its first argument. */
  WRITES_KEYS_OF_MAP {
    @Override
    Footprint footprint(Invocation invocation) {
      return hasArgument(invocation) && invocation.argument(0) instanceof Map<?, ?> mapping
          ? Footprint.none().writesEach(mapping.keySet())
          : unexpected(invocation);
    }
  },

  /**
   * Adds to the number at the key that is its first argument: commutes if nobody wants to know the
   * number.
   */
  ADDS_TO_KEY {
    @Override
    Footprint footprint(Invocation invocation) {
      return hasArgument(invocation) && !invocation.resultWanted()
          ? Footprint.none().commutes(invocation.argument(0))
          : WRITES_KEY.footprint(invocation);
    }
  },

  /** Adds to the number that the primitive is: commutes if nobody wants to know the number. */
  ADDS_TO_ALL {
    @Override
    Footprint footprint(Invocation invocation) {
      return invocation.resultWanted()
          ? Footprint.none().writesAll()
          : Footprint.none().commutesAll();
    }
  },

  /**
   * A step of Atomix's two-phase transactions. It changes locks and tombstones of keys that its
   * arguments need not name. Atomix sends the last step to every group, but each group finishes its
   * own part of the transaction, under its own locks.
   */
  TRANSACTION_STEP {
    @Override
    Footprint footprint(Invocation invocation) {
      return Footprint.none().writesAll();
    }
  };

  abstract Footprint footprint(Invocation invocation);

  /** Returns whether a call on all groups must take effect in one order across them. */
  boolean spansGroups() {
    return this != NOTHING && this != TRANSACTION_STEP;
  }

  private static boolean hasArgument(Invocation invocation) {
    return !invocation.arguments().isEmpty();
  }

  private static Footprint unexpected(Invocation invocation) {
    return ConflictRelation.everythingConflicts(invocation);
  }
}
