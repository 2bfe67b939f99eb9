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
package io.atomix.mcast.client.pipeline;

import io.atomix.mcast.wire.ReadRequest;

/**
 * A query on its way to any replica.
 *
 * @param number its own number among the calls that later ones must not overtake
 * @param notBefore the log index that the replica must have applied, because an answer to this
 *     client was as of it
 */
record WeakRead(ReadRequest.Query query, long number, long notBefore) {}
