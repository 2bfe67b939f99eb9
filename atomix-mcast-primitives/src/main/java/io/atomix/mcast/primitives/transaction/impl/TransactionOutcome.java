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
package io.atomix.mcast.primitives.transaction.impl;

import java.util.Map;

/**
 * Outcome of a transaction in all its partitions.
 *
 * @param <V> type of what is read for a key
 * @param held whether all conditions held
 * @param values what was read, for either branch, by key
 * @param results what the branch that was done returned, by key; empty unless it was wanted
 */
public record TransactionOutcome<V>(
    boolean held, Map<String, V> values, Map<String, Long> results) {}
