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
/**
 * Measures generic multicast beside what a user would take instead, in the same run: {@code
 * bin/mcast bench}.
 *
 * <p>{@code cluster} starts nodes, {@code workload} says what is done and on what, {@code measure}
 * drives and times it, {@code report} tells what came out. {@link
 * io.atomix.mcast.lab.bench.Campaign} has them work together.
 */
package io.atomix.mcast.lab.bench;
