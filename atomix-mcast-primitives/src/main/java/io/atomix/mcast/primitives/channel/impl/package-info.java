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
 * Implementation of the multicast channel. {@link
 * io.atomix.mcast.primitives.channel.impl.DefaultChannelService} runs in every replica of a
 * partition: it numbers messages, keeps the latest and sends them to subscribers, as far as each
 * has room. {@link io.atomix.mcast.primitives.channel.impl.MulticastChannelProxy} runs at the
 * user's: it sends messages, and gives what comes to the listeners: of each partition by itself, or
 * through {@link io.atomix.mcast.primitives.channel.impl.OrderedMerge} in one order. Not an API.
 */
package io.atomix.mcast.primitives.channel.impl;
