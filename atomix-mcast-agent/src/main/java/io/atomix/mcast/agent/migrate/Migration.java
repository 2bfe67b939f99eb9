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

import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.migrate.TableComparison.TableDifferences;
import io.atomix.mcast.time.LocalTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.IntSupplier;

/**
 * Moves one primitive: copies it, follows its changes until the word is given, and compares. Used
 * by one thread.
 */
final class Migration<K, V> {
  private static final int SAMPLE = 256;
  private static final int AHEAD = 4096;
  private static final int LAST_PASSES = 5;
  private static final int TIMES_AS_LONG = 10;
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration QUIET = Duration.ofMillis(300);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK_IF_TOLD = Duration.ofSeconds(30);
  private static final Duration LOOK_IF_NOT_TOLD = Duration.ofSeconds(1);

  private final MoveRecord move;
  private final SourceTable<K, V> source;
  private final TargetTable<K, V> target;
  private final IntSupplier losses;
  private final MigrationRecords records;
  private final OldClients others;
  private final MigrationProgress progress;
  private final ChangeFollower<K, V> follower;
  private boolean told;
  private int lossesSeen;
  private Duration pause = Duration.ZERO;

  /**
   * Creates a move, to be run once.
   *
   * @param move which way it goes
   * @param losses how often a session with the source was lost, and events with it
   */
  Migration(
      MoveRecord move,
      SourceTable<K, V> source,
      TargetTable<K, V> target,
      IntSupplier losses,
      MigrationRecords records,
      OldClients others,
      MigrationProgress progress) {
    this.move = move;
    this.source = source;
    this.target = target;
    this.losses = losses;
    this.records = records;
    this.others = others;
    this.progress = progress;
    this.follower = new ChangeFollower<>(source, target, PATIENCE);
  }

  /**
   * Returns whether the target has anything.
   *
   * @throws Scans.UnansweredException if it does not answer
   */
  static boolean isEmpty(SourceTable<?, ?> table) throws InterruptedException {
    OptionalLong size = table.size();
    if (size.isPresent()) {
      return size.getAsLong() == 0;
    }
    return first(table, 1).isEmpty();
  }

  /**
   * Copies, follows, waits for the word, and compares.
   *
   * @return whether both are the same in the end
   * @throws CommandException if it cannot go on; it can be begun again
   */
  boolean run(CutoverWord word) throws InterruptedException {
    try {
      checkPlaces();
      records.keep(move);
      told = source.listen(follower::mark);
      lossesSeen = losses.getAsInt();
      while (!look("copying")) {
        Thread.sleep(TICK.toMillis());
      }
      awaitCopied();
      follow(word);
      return finish();
    } finally {
      follower.close();
    }
  }

  /** A source whose keys are placed by another partitioner cannot be read key by key. */
  private void checkPlaces() throws InterruptedException {
    List<K> some = first(source, SAMPLE);
    long missing = Scans.readAll(some, source).stream().filter(has -> has == null).count();
    if (missing > some.size() / 2) {
      throw new CommandException(
          "%d of %d keys in %s are not in the partition where Atomix's default partitioner puts them: the primitive has a partitioner of its own, which this command does not know; copy it with a program"
              .formatted(missing, some.size(), move.from()));
    }
  }

  private static <K> List<K> first(SourceTable<K, ?> table, int count) throws InterruptedException {
    List<K> keys = new ArrayList<>();
    try {
      table.scan(
          (key, has) -> {
            keys.add(key);
            if (keys.size() == count) {
              throw new EnoughException();
            }
          });
    } catch (EnoughException e) {
      return keys;
    }
    return keys;
  }

  /** Goes through both sides, and has copied what differs; returns whether it came to the end. */
  private boolean look(String what) throws InterruptedException {
    long begin = LocalTime.nanos();
    try {
      OptionalLong size = source.size();
      new TableComparison<>(
              source,
              target,
              false,
              this::copy,
              seen -> progress.at(what + ": " + outOf(seen, size) + " looked at" + lag()))
          .run();
    } catch (Scans.UnansweredException e) {
      progress.at(what + ": no answer, tries again (" + e.getMessage() + ")");
      return false;
    } finally {
      Duration took = Duration.ofNanos(LocalTime.nanos() - begin).multipliedBy(TIMES_AS_LONG);
      Duration least = told ? LOOK_IF_TOLD : LOOK_IF_NOT_TOLD;
      pause = took.compareTo(least) > 0 ? took : least;
    }
    return true;
  }

  /** Marks a key, and waits if too many are to be copied. */
  private void copy(K key) {
    follower.mark(key);
    try {
      while (!follower.awaitAtMost(AHEAD, TICK)) {
        records.check();
        progress.at("copying: " + follower.copied() + " copied" + lag());
      }
    } catch (InterruptedException e) {
      // The scan ends with it at its next wait.
      Thread.currentThread().interrupt();
    }
  }

  private void awaitCopied() throws InterruptedException {
    while (!follower.awaitAtMost(0, TICK)) {
      records.check();
      progress.at(follower.copied() + " copied" + lag());
    }
  }

  private void follow(CutoverWord word) throws InterruptedException {
    progress.say(
        ("%s has what %s has%s. Stop the programs that write there; then give the word: %s")
            .formatted(
                move.to(),
                move.from(),
                told ? ", and follows it" : " when it is looked at, once in a while",
                word.how()));
    long looked = LocalTime.nanos();
    while (!word.isGiven()) {
      records.check();
      follower.check();
      boolean lost = lossesSeen != losses.getAsInt();
      if (lost || LocalTime.nanos() - looked > pause.toNanos()) {
        int now = losses.getAsInt();
        if (lost) {
          progress.say("a session was lost, and events with it: compares, and copies what differs");
        }
        if (look("comparing")) {
          lossesSeen = now;
        }
        looked = LocalTime.nanos();
      }
      progress.at("follows: " + follower.copied() + " copied" + lag() + "; " + word.how());
      Thread.sleep(TICK.toMillis());
    }
  }

  private boolean finish() throws InterruptedException {
    progress.say("the word was given: copies the last changes, and compares");
    TableDifferences last = null;
    for (int pass = 0; pass < LAST_PASSES; pass++) {
      awaitCopied();
      long before = follower.marks();
      long begin = LocalTime.nanos();
      last = compare();
      long took = LocalTime.nanos() - begin;
      boolean same = last.none() && isQuiet();
      long changes = follower.marks() - before - last.different();
      if (same && changes == 0) {
        done(last, took);
        return true;
      }
      if (changes > 0) {
        progress.say(
            "%s changed %d times while it was compared: does a program still write there?"
                .formatted(move.from(), changes));
      }
      tell(last, " and are copied again");
    }
    tell(last, "");
    progress.say(
        ("NOT finished: %s is still written, or does not keep what is copied. Find who writes (%s),"
                + " and begin again: what was copied stays")
            .formatted(move.from(), clients()));
    return false;
  }

  /** Returns whether the source does not change for a moment, as far as it can be told. */
  private boolean isQuiet() throws InterruptedException {
    Thread.sleep(QUIET.toMillis());
    return told || compare().none();
  }

  private TableDifferences compare() throws InterruptedException {
    while (true) {
      records.check();
      try {
        OptionalLong size = source.size();
        return new TableComparison<>(
                source,
                target,
                true,
                follower::mark,
                seen -> progress.at("comparing: " + outOf(seen, size)))
            .run();
      } catch (Scans.UnansweredException e) {
        progress.at("comparing: no answer, tries again (" + e.getMessage() + ")");
        Thread.sleep(TICK.toMillis());
      }
    }
  }

  private void tell(TableDifferences differences, String then) {
    if (differences.different() > 0) {
      progress.say(
          "%d of %d differ%s:".formatted(differences.different(), differences.keys(), then));
      differences.examples().forEach(example -> progress.say("  " + example));
    }
  }

  private void done(TableDifferences result, long nanos) throws InterruptedException {
    records.keep(new MoveRecord(move.from(), move.to(), true));
    progress.say(
        "done: %s has the same as %s, compared one by one (%d, in %.1f s). %s still has it all, and is not followed any more"
            .formatted(move.to(), move.from(), result.keys(), nanos / 1e9, move.from()));
    OptionalInt left = others.count();
    if (left.isPresent() && left.getAsInt() > 0) {
      progress.say(
          "WARNING: %s in %s; what they write from now on is lost"
              .formatted(clients(), move.from()));
    }
  }

  private String clients() throws InterruptedException {
    OptionalInt left = others.count();
    return left.isEmpty()
        ? "sessions of others cannot be counted"
        : left.getAsInt() == 1
            ? "1 other program has it open"
            : left.getAsInt() + " other programs have it open";
  }

  private String lag() {
    ChangeFollower.Lag lag = follower.lag();
    return lag.keys() == 0
        ? ", lag 0"
        : ", lag %d (%.1f s)%s"
            .formatted(
                lag.keys(),
                lag.age().toMillis() / 1e3,
                lag.trouble() == null ? "" : ", " + lag.trouble());
  }

  private static String outOf(long seen, OptionalLong size) {
    return size.isPresent() ? seen + " of " + size.getAsLong() : String.valueOf(seen);
  }

  /** Ends a scan before its end. */
  private static final class EnoughException extends RuntimeException {
    EnoughException() {
      super(null, null, false, false);
    }
  }
}
