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

import static io.atomix.mcast.group.Texts.G;
import static io.atomix.mcast.group.Texts.STORE;
import static io.atomix.mcast.group.Texts.command;
import static io.atomix.mcast.group.Texts.local;
import static io.atomix.mcast.group.Texts.putBoth;

import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupFootprint;
import org.junit.jupiter.api.BeforeEach;

/** A group and two clients, who send messages. */
abstract class MessagesFixture {
  final TestGroup group = new TestGroup(G);
  final TestClient ann = new TestClient(1);
  final TestClient bob = new TestClient(2);
  long anns;
  long bobs;

  @BeforeEach
  void openSessions() {
    anns = group.open(ann, STORE, StoreService.TYPE);
    bobs = group.open(bob, STORE, StoreService.TYPE);
  }

  void listen(TestClient client, long session) {
    group.submit(client, local(client, session, command("listen"), GroupFootprint.none(STORE)));
  }

  long pending(String key, String value) {
    long message = ann.next();
    group.submit(ann, putBoth(message, anns, key, value));
    return message;
  }

  void execute(long message, long timestamp) {
    group.order(new Entry.Execute(ann.message(message), timestamp));
  }
}
