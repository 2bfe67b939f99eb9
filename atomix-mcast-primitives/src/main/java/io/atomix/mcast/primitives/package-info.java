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
 * Conflict relations of Atomix's own primitives: maps, counter maps, counters, sets, multimaps and
 * values, in all their variants. Each is a table from operation to {@link
 * io.atomix.mcast.primitives.Touch}; {@link io.atomix.mcast.conflict.ConflictRelations} finds them
 * once this module is on the class path. Without it these primitives work the same, but every
 * operation conflicts with every other one.
 */
package io.atomix.mcast.primitives;
