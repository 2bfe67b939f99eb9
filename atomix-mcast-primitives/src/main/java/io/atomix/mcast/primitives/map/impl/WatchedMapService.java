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
package io.atomix.mcast.primitives.map.impl;

import io.atomix.core.map.impl.AbstractAtomicMapService;
import io.atomix.mcast.MessageAwareService;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.primitive.event.EventType;
import io.atomix.primitive.service.BackupInput;
import io.atomix.primitive.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A partition of a map that keeps a history of its changes as soon as somebody wants to watch it.
 * What one message changes is one piece of it, whichever operation of Atomix's service or of ours
 * has changed it, and has what each entry is in the end.
 */
abstract class WatchedMapService extends AbstractAtomicMapService<String>
    implements MessageAwareService {
  private static final EventType CHANGES_CAME = EventType.from(MapWatchClient.CHANGES_CAME);

  private final ChangeHistory history = new ChangeHistory();

  /** The changes of the operation that runs, by key: null where an entry was removed. */
  private final TreeMap<String, StoredChange> changed = new TreeMap<>();

  private boolean restoring;

  WatchedMapService() {
    super(MulticastMapType.instance());
  }

  /** Called by the constructor, too, before there is a history. */
  @Override
  protected Map<String, MapEntryValue> createMap() {
    return new ObservedMap<>(new ConcurrentHashMap<>(), this::entryChanged);
  }

  private void entryChanged(String key, MapEntryValue before, MapEntryValue after) {
    if (restoring || !history.isOn() || valueIsNull(before) && valueIsNull(after)) {
      return;
    }
    changed.put(
        key,
        valueIsNull(after)
            ? StoredChange.removed(key)
            : StoredChange.written(key, after.value(), after.version(), after.created()));
  }

  @Override
  public final void changedBy(UUID client, long number) {
    if (changed.isEmpty()) {
      return;
    }
    List<StoredChange> changes = new ArrayList<>(changed.values());
    changed.clear();
    long position = history.add(client, number, changes);
    for (long session : history.takeWaiting()) {
      getSession(session).publish(CHANGES_CAME, new Object[] {position});
    }
  }

  /** Operation of the same name of {@link MulticastMapService}. */
  public final ChangesAnswer keepHistory(int size, long bytes) {
    history.keep(size, bytes, getCurrentIndex());
    return history.moment();
  }

  /** Operation of the same name of {@link MulticastMapService}. */
  public final ChangesAnswer changes(long behind, int bytes) {
    return history.behind(behind, bytes);
  }

  /** Operation of the same name of {@link MulticastMapService}. */
  public final boolean awaitChange(long behind) {
    // A message may be executed after its session has ended: then there is nobody to tell.
    return getCurrentSession() != null
        && history.await(getCurrentSession().sessionId().id(), behind);
  }

  @Override
  public void restore(BackupInput input) {
    restoring = true;
    try {
      super.restore(input);
    } finally {
      restoring = false;
    }
  }

  final ChangeHistory history() {
    return history;
  }

  @Override
  public void onExpire(Session session) {
    super.onExpire(session);
    history.release(session.sessionId().id());
  }

  @Override
  public void onClose(Session session) {
    super.onClose(session);
    history.release(session.sessionId().id());
  }
}
