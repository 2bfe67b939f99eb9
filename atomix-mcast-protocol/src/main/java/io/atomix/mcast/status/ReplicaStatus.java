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
package io.atomix.mcast.status;

/**
 * One replica of a group, as the group's leader sees it.
 *
 * @param member the member that holds it
 * @param heard whether it has answered the leader within two election timeouts; null if the leader
 *     could not be asked
 * @param silentMillis for how long it has not answered the leader, since this leader leads at most;
 *     -1 if that is not known. The leader's own is 0
 * @param behind how many committed entries its log lacks; -1 if that is not known, as of a member
 *     that this leader has not heard yet
 */
public record ReplicaStatus(String member, Boolean heard, long silentMillis, long behind) {}
