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
package io.atomix.mcast.partition;

import io.atomix.mcast.client.GenericMulticastProxies;
import io.atomix.mcast.client.GroupClient;
import io.atomix.mcast.observe.GroupObserver;
import io.atomix.mcast.observe.Tracer;
import io.atomix.primitive.partition.PartitionClient;
import java.util.concurrent.CompletableFuture;

/** What a partition offers to the callers of one process. */
record GroupCaller(GroupClient groupClient) implements Caller {

  @Override
  public PartitionClient client() {
    return GenericMulticastProxies.partitionClient(groupClient);
  }

  @Override
  public void observe(GroupObserver observer) {
    groupClient.observe(observer);
  }

  @Override
  public void trace(Tracer tracer) {
    groupClient.local().trace(tracer);
  }

  @Override
  public CompletableFuture<Void> stop() {
    return groupClient.close();
  }
}
