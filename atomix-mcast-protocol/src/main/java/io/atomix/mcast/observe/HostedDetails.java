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
package io.atomix.mcast.observe;

import java.util.List;

/**
 * A primitive that a group hosts, and of a lock who has it.
 *
 * @param primitive the primitive
 * @param lockNodes of a lock: the node that has it, and behind that those that wait for it, in
 *     their order; empty if it is free, and of other primitives
 */
public record HostedDetails(HostedView primitive, List<String> lockNodes) {}
