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
package io.atomix.mcast.agent.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.cluster.messaging.MessagingException;
import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.HostedList;
import io.atomix.primitive.PrimitiveException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Members of another version, and those that do not answer, are told in one line. */
class CatalogTest {
  private static final GroupId GROUP = new GroupId("data", 1);

  private static void assertTold(Throwable failure, String... parts) {
    assertThatThrownBy(
            () ->
                Catalog.answer(
                    GROUP, CompletableFuture.failedFuture(new CompletionException(failure))))
        .isInstanceOf(CommandException.class)
        .hasMessageContainingAll(parts)
        .message()
        .hasLineCount(1);
  }

  @Test
  void anAnswerIsPassedOn() {
    HostedList list = new HostedList(true, List.of());
    assertThat(Catalog.answer(GROUP, CompletableFuture.completedFuture(list))).isSameAs(list);
  }

  @Test
  void anOlderVersionDoesNotKnowTheQuestion() {
    assertTold(
        new MessagingException.NoRemoteHandler(),
        "The members of data-1 do not tell which primitives they have",
        "upgrade them first");
  }

  @Test
  void aNewerVersionGivesAnAnswerThatIsNotUnderstood() {
    try {
      HostedList.decode(new byte[] {99, 0, 0});
    } catch (RuntimeException e) {
      assertTold(e, "Failed: the list of primitives of data-1: ", "99", "upgrade");
      return;
    }
    throw new AssertionError("a newer version was understood");
  }

  @Test
  void aGroupThatDoesNotAnswerMayHaveNoMajority() {
    assertTold(
        new PrimitiveException.Timeout(),
        "No answer to the list of primitives of data-1 within 15 s",
        "a majority of a group's members may be down");
  }
}
