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
package io.atomix.mcast.checker;

/** A condition on one key, which must hold for a conditional operation to write. */
public sealed interface WriteCondition {

  /** The key that it is about. */
  String key();

  /** Returns whether the key is that of a counter, else of a register. */
  boolean isOfCounter();

  /**
   * Has the visitor take it.
   *
   * @param <R> type of the visitor's result
   */
  <R> R accept(WriteConditionVisitor<R> visitor);

  /**
   * Takes conditions, each kind in its way.
   *
   * @param <R> type of the result
   */
  interface WriteConditionVisitor<R> {

    /** Takes a condition on a register's value. */
    R is(Is condition);

    /** Takes a condition on a register's presence. */
    R present(Present condition);

    /** Takes a lower bound of a counter. */
    R atLeast(AtLeast condition);

    /** Takes an upper bound of a counter. */
    R atMost(AtMost condition);
  }

  /** The register has this value; null: it is absent. */
  record Is(String key, String value) implements WriteCondition {
    @Override
    public boolean isOfCounter() {
      return false;
    }

    @Override
    public <R> R accept(WriteConditionVisitor<R> visitor) {
      return visitor.is(this);
    }

    @Override
    public String toString() {
      return key + (value == null ? " absent" : "=" + value);
    }
  }

  /** The register has some value. */
  record Present(String key) implements WriteCondition {
    @Override
    public boolean isOfCounter() {
      return false;
    }

    @Override
    public <R> R accept(WriteConditionVisitor<R> visitor) {
      return visitor.present(this);
    }

    @Override
    public String toString() {
      return key + " present";
    }
  }

  /** The counter is at least this much. */
  record AtLeast(String key, long bound) implements WriteCondition {
    @Override
    public boolean isOfCounter() {
      return true;
    }

    @Override
    public <R> R accept(WriteConditionVisitor<R> visitor) {
      return visitor.atLeast(this);
    }

    @Override
    public String toString() {
      return key + ">=" + bound;
    }
  }

  /** The counter is at most this much. */
  record AtMost(String key, long bound) implements WriteCondition {
    @Override
    public boolean isOfCounter() {
      return true;
    }

    @Override
    public <R> R accept(WriteConditionVisitor<R> visitor) {
      return visitor.atMost(this);
    }

    @Override
    public String toString() {
      return key + "<=" + bound;
    }
  }
}
