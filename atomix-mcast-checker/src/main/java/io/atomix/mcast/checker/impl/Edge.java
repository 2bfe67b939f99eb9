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
package io.atomix.mcast.checker.impl;

/**
 * {@code from} took effect before {@code to}, in every order that explains the history.
 *
 * @param number in the order of being found out; what it follows from has lower numbers
 * @param variable the variable that shows it; -1 if none
 * @param value what was read of that variable; of {@link EdgeKind#VERSIONS}, the version
 * @param via the third operation that it follows from, see {@link EdgeKind}; null if none
 */
record Edge(
    int number,
    PlacedOperation from,
    PlacedOperation to,
    EdgeKind kind,
    int variable,
    long value,
    PlacedOperation via) {

  enum EdgeKind {
    /** {@code from} had ended before {@code to} began. */
    REAL_TIME,
    /** {@code to} read what {@code from} wrote. */
    WRITE_READ,
    /**
     * Both wrote: {@code via} read what {@code to} wrote, and came after {@code from}, which it
     * would have read otherwise.
     */
    WRITE_WRITE,
    /**
     * {@code from} read a version that {@code to} replaced: what {@code via} wrote (null: the first
     * value), and {@code via} came before {@code to}.
     */
    READ_WRITE,
    /** {@code to} read a count that cannot be had without what {@code from} added. */
    COUNTED,
    /** {@code from} read a count that cannot be had with what {@code to} adds. */
    NOT_COUNTED,
    /** The counter only grows, and {@code from} saw less than {@code to} left behind. */
    GREW,
    /**
     * Both told versions, and what {@code from} found is older than what {@code to} left behind.
     */
    VERSIONS
  }
}
