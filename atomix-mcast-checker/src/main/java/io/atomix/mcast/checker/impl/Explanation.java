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

import io.atomix.mcast.checker.Event;
import java.util.List;

/**
 * The reason why a history has no explanation.
 *
 * @param events the operations that it is about, numbered from 1 in the text
 * @param reason the text below the list of operations
 */
record Explanation(List<Event> events, String reason) {

  /** The operations, numbered, and the reason. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < events.size(); i++) {
      text.append("  ").append(i + 1).append(": ").append(events.get(i)).append('\n');
    }
    return text.append(reason).toString();
  }
}
