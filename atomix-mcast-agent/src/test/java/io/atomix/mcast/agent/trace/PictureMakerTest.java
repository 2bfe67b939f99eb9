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
package io.atomix.mcast.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.trace.Trace;
import io.atomix.mcast.trace.TraceEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PictureMakerTest {
  @Test
  void aConflictIsDrawnAsAWaitForWhatCameBefore() {
    Picture picture = PictureMaker.of(Traced.conflict().trace(), 100);
    assertThat(picture.lanes()).containsExactly(Trace.CALLERS, "data-1", "data-2");
    assertThat(picture.leaders()).containsExactly(List.of(), List.of("m1"), List.of("m1"));
    Picture.PictureMessage ann = picture.messages().get(0);
    Picture.PictureMessage bob = picture.messages().get(1);
    assertThat(ann.id()).isEqualTo("ann/1");
    assertThat(ann.waited()).isZero();
    assertThat(ann.took()).isEqualTo(5500);
    assertThat(bob.operation()).isEqualTo("put");
    assertThat(bob.ending()).isEqualTo("executed");
    assertThat(bob.waited()).isEqualTo(3000);
    Picture.PicturePart first = bob.parts().get(0);
    assertThat(first.vote()).isEqualTo(1);
    assertThat(first.waitsFor()).containsExactly(0);
    assertThat(first.waitSince()).isEqualTo(2000);
    assertThat(first.stable()).isEqualTo(5000);
    assertThat(first.raise()).isNull();
    Picture.PicturePart second = bob.parts().get(1);
    assertThat(second.waitsFor()).isEmpty();
    assertThat(second.raisedTo()).isEqualTo(1);
    assertThat(second.stable()).isEqualTo(4700);
  }

  @Test
  void itSaysAllThatItWaitedForTheLastFirst() {
    Picture picture =
        PictureMaker.of(
            new Traced()
                .submitted("data-1", 0, 1, "a/1", 0, null, "k")
                .submitted("data-1", 10, 2, "a/2", 1, "a/1", "k")
                .submitted("data-1", 20, 3, "a/3", 0, null, "other")
                .submitted("data-1", 30, 4, "a/4", 2, "a/1", "k")
                .executed("data-1", 40, 5, "a/1")
                .executed("data-1", 50, 6, "a/3")
                .executed("data-1", 60, 7, "a/2")
                .stable("data-1", 45, "a/4", 2)
                .trace(),
            100);
    assertThat(picture.messages().get(3).parts().get(0).waitsFor()).containsExactly(1, 0);
    assertThat(picture.messages().get(3).ending()).isEqualTo("open");
    assertThat(picture.messages().get(3).took()).isNull();
  }

  @Test
  void itSaysHowItsCallerCameToKnow() {
    Traced trace = new Traced().called(0, "a/1").submitted("data-1", 10, 1, "a/1", 0, null, "k");
    trace.event(TraceEvent.TraceEventKind.RETURNED_STABLE, Trace.CALLERS, 20, 0, "a/1");
    assertThat(PictureMaker.of(trace.trace(), 100).messages().get(0).ending()).isEqualTo("stable");
  }

  @Test
  void whatIsNotInTheTraceIsNamed() {
    Picture picture =
        PictureMaker.of(new Traced().submitted("data-1", 0, 1, "a/2", 1, "a/1", "k").trace(), 100);
    assertThat(picture.messages().get(0).parts().get(0).unknown()).containsExactly("a/1");
  }

  @Test
  void theLatestAreDrawnAndThoseThatArePointedOut() {
    Traced many = new Traced();
    for (int i = 0; i < 10; i++) {
      many.submitted("data-1", i, i, "a/" + i, 0, null, "k");
    }
    Trace trace = many.trace().noting(List.of("look"), List.of("a/2"));
    Picture picture = PictureMaker.of(trace, 3);
    assertThat(picture.messages())
        .extracting(Picture.PictureMessage::id)
        .containsExactly("a/2", "a/8", "a/9");
    assertThat(picture.total()).isEqualTo(10);
    assertThat(picture.messages().get(0).marked()).isTrue();
    assertThat(picture.notes()).containsExactly("look");
  }

  @Test
  void whatBeganBeforeWhatWasKeptIsLeftOut() {
    Traced some =
        new Traced()
            .executed("data-1", 0, 1, "a/1")
            .called(5, "a/2")
            .submitted("data-1", 10, 2, "a/3", 0, null, "k");
    Picture picture = PictureMaker.of(some.trace(Map.of("data-1", 100L)), 100);
    assertThat(picture.messages()).extracting(Picture.PictureMessage::id).containsExactly("a/3");
    assertThat(picture.partial()).isEqualTo(2);
    assertThat(PictureMaker.of(some.trace(), 100).messages()).hasSize(3);
  }

  @Test
  void anEmptyTraceIsAnEmptyPicture() {
    assertThat(PictureMaker.of(new Traced().trace(), 100).messages()).isEmpty();
  }
}
