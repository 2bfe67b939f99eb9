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
package io.atomix.mcast.agent.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Compares two tables key by key, both ways. Writes nothing. */
final class TableComparison<K, V> {
  private static final int EXAMPLES = 20;

  private final SourceTable<K, V> source;
  private final SourceTable<K, V> target;
  private final Consumer<K> differing;
  private final LongConsumer progress;
  private final List<String> examples = new ArrayList<>();
  private final List<K> keys = new ArrayList<>();
  private final List<V> contents = new ArrayList<>();
  private final boolean twice;
  private long inSource;
  private long different;

  /**
   * Creates a comparison, to be run once.
   *
   * @param twice whether to look at each difference a second time, since both may be written
   *     meanwhile
   * @param differing is told the keys that differ, on the thread that runs this; may wait
   * @param progress is told how many keys were looked at
   */
  TableComparison(
      SourceTable<K, V> source,
      SourceTable<K, V> target,
      boolean twice,
      Consumer<K> differing,
      LongConsumer progress) {
    this.source = source;
    this.target = target;
    this.twice = twice;
    this.differing = differing;
    this.progress = progress;
  }

  /**
   * Result of a comparison.
   *
   * @param keys the number of keys that the source has
   * @param different the number of keys that differ
   * @param whole whether as many keys were seen on both sides as each says that it has: if not, one
   *     of them was written, or a scan ended early
   * @param examples some of the differences in words
   */
  record TableDifferences(long keys, long different, boolean whole, List<String> examples) {

    /** Returns whether both sides are the same, beyond doubt. */
    boolean none() {
      return different == 0 && whole;
    }
  }

  /**
   * Goes through both tables.
   *
   * @throws Scans.UnansweredException if one of them could not be read
   */
  TableDifferences run() throws InterruptedException {
    source.scan(
        (key, has) -> {
          inSource++;
          keys.add(key);
          contents.add(has);
          if (keys.size() == Scans.AT_ONCE) {
            compareGathered();
          }
        });
    compareGathered();
    OptionalLong size = source.size();
    OptionalLong targetSize = target.size();
    boolean complete = size.isEmpty() || size.getAsLong() == inSource;
    if (different > 0 || targetSize.isEmpty() || targetSize.getAsLong() != inSource) {
      lookForMore();
    }
    return new TableDifferences(inSource, different, complete, List.copyOf(examples));
  }

  /** Finds keys that the target has and the source has not. */
  private void lookForMore() throws InterruptedException {
    List<K> inTarget = new ArrayList<>();
    target.scan(
        (key, has) -> {
          inTarget.add(key);
          if (inTarget.size() == Scans.AT_ONCE) {
            compareExtra(inTarget);
            inTarget.clear();
          }
        });
    compareExtra(inTarget);
  }

  private void compareExtra(List<K> some) throws InterruptedException {
    List<V> there = Scans.readAll(some, source);
    for (int i = 0; i < some.size(); i++) {
      if (there.get(i) == null) {
        differ(some.get(i));
      }
    }
  }

  private void compareGathered() throws InterruptedException {
    List<V> there = Scans.readAll(keys, target);
    for (int i = 0; i < keys.size(); i++) {
      if (!source.isSame(contents.get(i), there.get(i))) {
        differ(keys.get(i));
      }
    }
    keys.clear();
    contents.clear();
    progress.accept(inSource);
  }

  private void differ(K key) throws InterruptedException {
    if (twice) {
      lookAgain(key);
    } else {
      different++;
      differing.accept(key);
    }
  }

  private void lookAgain(K key) throws InterruptedException {
    V here = Scans.result(source.read(key));
    V there = Scans.result(target.read(key));
    if (source.isSame(here, there)) {
      return;
    }
    different++;
    if (examples.size() < EXAMPLES) {
      examples.add(
          source.show(key)
              + (there == null
                  ? " is missing in the target"
                  : here == null ? " is in the target only" : " has other contents in the target"));
    }
    differing.accept(key);
  }
}
