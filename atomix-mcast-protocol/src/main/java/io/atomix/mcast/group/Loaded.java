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
package io.atomix.mcast.group;

/**
 * Progress of a group that is restored from a backup.
 *
 * @param backup the id of the backup, empty if the group began empty
 * @param bytes how many bytes of it are in the log
 * @param done whether it is restored
 */
public record Loaded(String backup, long bytes, boolean done) {

  /** Returns whether it has begun and is not done. */
  public boolean isUnderWay() {
    return !backup.isEmpty() && !done;
  }
}
