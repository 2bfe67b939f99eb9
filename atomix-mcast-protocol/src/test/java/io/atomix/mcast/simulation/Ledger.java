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
package io.atomix.mcast.simulation;

import io.atomix.mcast.ResultAtVote;
import io.atomix.primitive.operation.Command;
import io.atomix.primitive.operation.Query;

/**
 * A primitive whose state tells its whole history: every key holds the numbers of the calls that
 * wrote it. What {@code append} leaves is in order; what {@code add} leaves is a set, because
 * additions commute. A key is used with one of the two only. Every operation is given the number of
 * its call, so that traces can tell whose it is.
 */
public interface Ledger {
  String TYPE = "ledger";

  /** Appends the call to a key; returns how many were there before. */
  @Command("append")
  int append(String key, int call);

  /**
   * Appends the call to a key; returns how many were there before, and the version of this change,
   * as {@code 3@17}.
   */
  @Command("change")
  @ResultAtVote("nextChange")
  String change(String key, int call);

  /** Returns what a change returns now. */
  @Query("nextChange")
  String nextChange(String key, int call);

  /** Adds the call to a key. */
  @Command("add")
  void add(String key, int call);

  /** Appends the call to every key that there is. */
  @Command("stamp")
  void stamp(int call);

  /** Appends the call to a key when so many milliseconds have passed. */
  @Command("later")
  void later(String key, int call, int millis);

  /** Returns what a key holds with the versions of each, as {@code 1@3,2@4,3@8}. */
  @Query("read")
  String read(String key, int call);

  /** Returns whether the last number of a key is this one; 0 stands for an empty key. */
  @Query("endsWith")
  boolean endsWith(String key, int last, int call);

  /** Returns what every key holds, as {@code a=1@3,2@4;b=3@8}. */
  @Query("dump")
  String dump(int call);

  /** Returns the number of the session and that of the last change. */
  @Query("changes")
  String changes();

  /** The session hears of changes from now on; returns its number and that of the last change. */
  @Command("listen")
  String listen();
}
