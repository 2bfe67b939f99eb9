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
 * Versions of a register while an order is tried, as a number: twice the least that the version can
 * be, and 1 more if somebody was told that it is just this. At first it is 0.
 */
final class VersionStates {

  private VersionStates() {}

  /** The version is known. */
  static long told(long version) {
    return version * 2 + 1;
  }

  /** The register changes, which gives it a higher version. */
  static long afterChange(long state) {
    return ((state >> 1) + 1) * 2;
  }

  /** Returns whether the version can be this. */
  static boolean allows(long state, long version) {
    return (state & 1) == 1 ? state >> 1 == version : state >> 1 <= version;
  }
}
