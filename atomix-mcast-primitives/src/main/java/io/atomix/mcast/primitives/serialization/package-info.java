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
 * Serialization of the keys, values and payloads of this project's primitives. {@link
 * io.atomix.mcast.primitives.serialization.ValueSerializer} is the serializer; which classes it
 * takes is in {@code docs/values.md}. Of this package, {@link
 * io.atomix.mcast.primitives.serialization.UnreadableValueException} is API, the rest is not.
 */
package io.atomix.mcast.primitives.serialization;
