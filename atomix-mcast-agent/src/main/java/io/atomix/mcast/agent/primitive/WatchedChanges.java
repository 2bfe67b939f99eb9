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
package io.atomix.mcast.agent.primitive;

import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.client.StoredBytes;
import io.atomix.mcast.primitives.map.EntryChanges;
import io.atomix.mcast.primitives.map.MapChanges;
import io.atomix.mcast.primitives.map.MapState;
import io.atomix.mcast.primitives.map.MapWatchListener;
import io.atomix.utils.time.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.function.Predicate;

/** Prints what a watch of a map tells: each message, or all entries, is one thing to print. */
final class WatchedChanges implements MapWatchListener<StoredBytes, StoredBytes> {
  private final BlockingQueue<Runnable> printing;
  private final Predicate<StoredBytes> wanted;
  private final EntryPrinter printer;
  private final StartOptions start;
  private final Notes notes;

  /**
   * Creates a listener.
   *
   * @param printing takes what is to be printed, later and by another thread
   * @param wanted whether a key is of interest
   */
  WatchedChanges(
      BlockingQueue<Runnable> printing,
      Predicate<StoredBytes> wanted,
      EntryPrinter printer,
      StartOptions start,
      Notes notes) {
    this.printing = printing;
    this.wanted = wanted;
    this.printer = printer;
    this.start = start;
    this.notes = notes;
  }

  @Override
  public void onSnapshot(MapState<StoredBytes, StoredBytes> state) {
    printing.add(
        () -> {
          if (!state.lost().isEmpty()) {
            notes.note(
                "changes of "
                    + state.lost()
                    + " are gone from the history and were not told; all entries follow");
          }
          state.entries().forEach((key, entry) -> print("entry", key, entry, null));
          start.print(printer.results(), state.position().toJson());
        });
  }

  @Override
  public void onChanges(MapChanges<StoredBytes, StoredBytes> changes) {
    List<EntryChanges<StoredBytes, StoredBytes>> told = new ArrayList<>(changes.messages());
    told.removeIf(each -> !isWanted(each));
    for (EntryChanges<StoredBytes, StoredBytes> each : told) {
      boolean last = each == told.get(told.size() - 1);
      printing.add(
          () -> {
            print(each);
            if (last) {
              // What is in the position is printed then, all of it.
              start.print(printer.results(), changes.position().toJson());
            }
          });
    }
  }

  private boolean isWanted(EntryChanges<StoredBytes, StoredBytes> changes) {
    return changes.written().keySet().stream().anyMatch(wanted)
        || changes.removed().stream().anyMatch(wanted);
  }

  private void print(EntryChanges<StoredBytes, StoredBytes> changes) {
    changes.written().forEach((key, entry) -> print("write", key, entry, changes.message()));
    changes.removed().forEach(key -> print("remove", key, null, changes.message()));
  }

  private void print(String event, StoredBytes key, Versioned<StoredBytes> now, String message) {
    if (wanted.test(key)) {
      printer.event(event, key, now, message);
    }
  }

  @Override
  public void onEnd(Throwable why) {
    printing.add(
        () -> {
          throw new CommandException("The watch has ended", why);
        });
  }
}
