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
package io.atomix.mcast.fakeraft;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The log of a group as all its replicas see it: what is committed, what they answered, and who
 * waits for the answers. Indexes are counted from 1. How entries come to be committed is left out.
 */
public final class RaftLog {
  private final List<Entry> entries = new ArrayList<>();
  private final List<byte[]> answers = new ArrayList<>();
  private final Map<Integer, Consumer<byte[]>> waiting = new HashMap<>();
  private int mostApplied;

  /** A committed entry: the term and date of the leader that appended it, and what it says. */
  public record Entry(long term, long date, long session, String member, Content content) {}

  /** What an entry says. */
  public sealed interface Content {
    /** A session begins; its number is the index of this entry. */
    record Opened() implements Content {}

    /** A command of a session. */
    record Batch(long sequence, byte[] bytes) implements Content {}

    /** A session ends. */
    record Ended(boolean expired) implements Content {}

    /** Time passes: a session is kept alive, or a leader begins. */
    record Idle() implements Content {}
  }

  /** What an answer of a replica means for the group. */
  public enum Applied {
    /** No replica had applied the entry before. */
    FIRST,
    /** Another had, with the same answer. */
    AGAIN,
    /** Another had, with a different answer. */
    DIFFERENT
  }

  /** Commits an entry; returns its index. */
  public int append(Entry entry) {
    entries.add(entry);
    answers.add(null);
    return entries.size();
  }

  /** Returns the index of the last entry. */
  public int length() {
    return entries.size();
  }

  /** Returns the entry at an index. */
  public Entry entry(int index) {
    return entries.get(index - 1);
  }

  /** Returns the index of the last entry that any replica has applied. */
  public int mostApplied() {
    return mostApplied;
  }

  /** The client gets the answer to this entry when {@link #respond} is called. */
  public void await(int index, Consumer<byte[]> client) {
    waiting.put(index, client);
  }

  /** A replica has applied an entry. */
  public Applied applied(int index, byte[] answer) {
    mostApplied = Math.max(mostApplied, index);
    byte[] before = answers.get(index - 1);
    if (before == null) {
      answers.set(index - 1, answer);
      return Applied.FIRST;
    }
    return Arrays.equals(before, answer) ? Applied.AGAIN : Applied.DIFFERENT;
  }

  /** Gives the client that waits for this entry, if there is one, what a replica has answered. */
  public void respond(int index) {
    Consumer<byte[]> client = waiting.get(index);
    if (client != null) {
      client.accept(answers.get(index - 1));
    }
  }
}
