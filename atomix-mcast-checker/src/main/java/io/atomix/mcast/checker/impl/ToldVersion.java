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
 * Versions that an operation told of one register.
 *
 * @param register the variable with the register's value
 * @param found the version of what the operation found; null if it was not told
 * @param written the version of what it wrote; null if it was not told
 */
record ToldVersion(int register, Long found, Long written) {

  /**
   * Returns whether the versions can be those.
   *
   * @param changed whether the operation changes the register's value
   */
  boolean fits(SearchState state, boolean changed) {
    long version = state.version(register);
    if (found != null) {
      if (!VersionStates.allows(version, found)) {
        return false;
      }
      version = VersionStates.told(found);
    }
    return written == null
        || VersionStates.allows(changed ? VersionStates.afterChange(version) : version, written);
  }

  /** Returns whether it tells nothing of {@code state} that is not known. */
  boolean isKnown(SearchState state) {
    return found != null && state.version(register) == VersionStates.told(found);
  }

  /** Makes known what was found. */
  void find(SearchState state) {
    if (found != null) {
      state.setVersion(register, VersionStates.told(found));
    }
  }

  /** Makes known what was written. */
  void write(SearchState state) {
    if (written != null) {
      state.setVersion(register, VersionStates.told(written));
    }
  }
}
