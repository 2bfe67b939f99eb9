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

/** An entry has failed half-way, which is a fault of this project; its cause says where. */
final class UnfinishedEntryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient GroupEffects effects;
  private final RuntimeException reason;

  UnfinishedEntryException(GroupEffects effects, RuntimeException cause) {
    super(cause);
    this.effects = effects;
    this.reason = cause;
  }

  /** Returns what came of the entry before it failed: the state holds it, so it must be told. */
  GroupEffects effects() {
    return effects;
  }

  /** Returns what went wrong. */
  RuntimeException reason() {
    return reason;
  }
}
