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
package io.atomix.mcast.relay;

import io.atomix.mcast.observe.GroupObserver;

/** Tells an observer on a thread for callers' code what the protocol tells on its own. */
final class RelayedObserver implements GroupObserver {
  /** Some megabytes, if somebody stands still. */
  static final int CAPACITY = 65_536;

  private final GroupObserver observer;
  private final Relay relay;

  RelayedObserver(GroupObserver observer, Relay relay) {
    this.observer = observer;
    this.relay = relay;
  }

  GroupObserver observer() {
    return observer;
  }

  Relay relay() {
    return relay;
  }

  @Override
  public void executed(MessageKind kind, ObservedOutcome outcome) {
    relay.tell(() -> observer.executed(kind, outcome));
  }

  @Override
  public void answered(int asked, int answered) {
    relay.tell(() -> observer.answered(asked, answered));
  }

  @Override
  public void batch(int commands) {
    relay.tell(() -> observer.batch(commands));
  }

  @Override
  public void waited(MessageKind kind, long nanos) {
    relay.tell(() -> observer.waited(kind, nanos));
  }

  @Override
  public void refused() {
    relay.tell(observer::refused);
  }

  @Override
  public void aborted() {
    relay.tell(observer::aborted);
  }

  @Override
  public void resent() {
    relay.tell(observer::resent);
  }

  @Override
  public void becameLeader() {
    relay.tell(observer::becameLeader);
  }

  @Override
  public void leadershipMoved(boolean done, long nanos) {
    relay.tell(() -> observer.leadershipMoved(done, nanos));
  }

  @Override
  public void snapshot(int bytes, long nanos) {
    relay.tell(() -> observer.snapshot(bytes, nanos));
  }

  @Override
  public void called(MessageKind kind, ObservedOutcome outcome, long nanos) {
    relay.tell(() -> observer.called(kind, outcome, nanos));
  }
}
