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

/**
 * Record of the way in which a primitive was moved last.
 *
 * @param from the group that it came from
 * @param to the group that it went to
 * @param done whether the move was finished, so that the second has what counts
 */
record MoveRecord(String from, String to, boolean done) {

  /** Returns the record as text, for {@link #parse}. */
  String text() {
    return from + "\n" + to + "\n" + (done ? "done" : "copying");
  }

  /** Returns the record of a text. */
  static MoveRecord parse(String text) {
    String[] fields = text.split("\n");
    return new MoveRecord(fields[0], fields[1], fields[2].equals("done"));
  }
}
