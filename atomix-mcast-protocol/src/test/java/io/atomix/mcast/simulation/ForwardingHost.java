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
package io.atomix.mcast.simulation;

import io.atomix.mcast.group.GroupContents;
import io.atomix.mcast.group.GroupEffects;
import io.atomix.mcast.group.GroupHost;
import io.atomix.mcast.group.Judge;
import io.atomix.mcast.observe.StateView;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.primitive.PrimitiveTypeRegistry;

/** A replica as a group's service sees it, of which subclasses change something. */
class ForwardingHost implements GroupHost {
  private final GroupHost host;

  ForwardingHost(GroupHost host) {
    this.host = host;
  }

  @Override
  public PrimitiveTypeRegistry primitiveTypes() {
    return host.primitiveTypes();
  }

  @Override
  public boolean isFenced() {
    return host.isFenced();
  }

  @Override
  public long stamp() {
    return host.stamp();
  }

  @Override
  public boolean traces(MessageId id) {
    return host.traces(id);
  }

  @Override
  public boolean startsEmpty(long index) {
    return host.startsEmpty(index);
  }

  @Override
  public long awaitedSnapshot() {
    return host.awaitedSnapshot();
  }

  @Override
  public void hosts(StateView view, Judge judge) {
    host.hosts(view, judge);
  }

  @Override
  public void applied(GroupEffects effects) {
    host.applied(effects);
  }

  @Override
  public void restored(GroupContents contents) {
    host.restored(contents);
  }

  @Override
  public void queried(int asked, int answered, boolean blocked) {
    host.queried(asked, answered, blocked);
  }

  @Override
  public void snapshotBegins() {
    host.snapshotBegins();
  }

  @Override
  public void snapshotEnds(int bytes) {
    host.snapshotEnds(bytes);
  }

  @Override
  public void broken(Throwable reason) {
    host.broken(reason);
  }
}
