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
package io.atomix.mcast.client;

import io.atomix.mcast.DecisionPart;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.ConditionalAction;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Part of a decision on several primitives.
 *
 * @param primitive the name of the primitive
 * @param recorder decodes what is read
 * @param groups what it does in each of its groups
 */
record JointPart<S, R>(
    String primitive, OperationRecorder<S> recorder, SortedMap<GroupId, PartInGroup> groups)
    implements DecisionPart<R> {

  /**
   * Its part in a group.
   *
   * @param session its session there
   * @param action what it does there
   * @param footprint what it touches there
   */
  record PartInGroup(
      HostedSessionClient session, ConditionalAction action, GroupFootprint footprint) {

    /** Returns a part that does nothing. */
    static PartInGroup nothing(HostedSessionClient session) {
      return new PartInGroup(
          session, ConditionalAction.NOTHING, GroupFootprint.none(session.name()));
    }
  }

  /** Creates a part of what was recorded for each of its sessions. */
  static <S, R> JointPart<S, R> of(
      String primitive,
      OperationRecorder<S> recorder,
      Map<PrimitiveProxySession<S>, MulticastOperations.RecordedParts> recorded) {
    TreeMap<GroupId, PartInGroup> groups = new TreeMap<>();
    recorded.forEach(
        (session, parts) ->
            groups.put(
                session.session().group(),
                new PartInGroup(
                    session.session(), parts.action(), parts.footprint().of(primitive))));
    return new JointPart<>(primitive, recorder, groups);
  }
}
