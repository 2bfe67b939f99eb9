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

import java.util.List;

/**
 * Plan of a move, as the operator wants it.
 *
 * @param name name of the primitive
 * @param type its type as the operator named it; null if he did not
 * @param from the group that it comes from
 * @param to the group that it goes to
 * @param again whether to move it although it was moved this way before
 * @param keys the keys of a counter map as they are stored; null if they were not named
 */
record MovePlan(
    String name, String type, String from, String to, boolean again, List<String> keys) {}
