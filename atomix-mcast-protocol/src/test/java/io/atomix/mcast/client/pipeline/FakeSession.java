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

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.fakeraft.FakeRaftSession;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.primitive.session.SessionClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A Raft session that a test answers by hand, from the oldest request to the newest. */
public final class FakeSession extends FakeRaftSession {
  private final long id;
  private final CompletableFuture<SessionClient> connected = new CompletableFuture<>();
  private final List<Call> batches = new ArrayList<>();
  private final List<Call> reads = new ArrayList<>();
  private Runnable onExecute = () -> {};
  private RuntimeException broken;
  private long index;
  private boolean closed;
  private CompletableFuture<Void> closing = CompletableFuture.completedFuture(null);

  private record Call(byte[] value, CompletableFuture<byte[]> answer) {}

  public FakeSession(long id) {
    super(new GroupId("data", 1), PrimitiveState.CONNECTED);
    this.id = id;
  }

  /** Returns how many batches are under way. */
  public int batchesUnderWay() {
    return batches.size();
  }

  public int readsUnderWay() {
    return reads.size();
  }

  /** Returns the batch that is under way; there is never more than one. */
  public Batch batch() {
    assertThat(batches).as("batches under way").hasSize(1);
    return Batch.decode(batches.get(0).value());
  }

  /** Returns the commands of the batch that is under way, without {@link #orders()}. */
  public List<Command> commands() {
    return batch().commands().stream()
        .filter(command -> !(command instanceof Command.Order))
        .toList();
  }

  /** Returns what the batch that is under way tells of messages that are stable. */
  public List<Entry> orders() {
    return batch().commands().stream()
        .takeWhile(command -> command instanceof Command.Order)
        .<Entry>map(command -> ((Command.Order) command).entry())
        .toList();
  }

  /** Returns the queries of the only read request that is under way. */
  public ReadRequest.Queries queries() {
    return (ReadRequest.Queries) read();
  }

  public ReadRequest read() {
    assertThat(reads).as("reads under way").hasSize(1);
    return oldestRead();
  }

  /** Returns the read request that is answered next. */
  public ReadRequest oldestRead() {
    return ReadRequest.decode(reads.get(0).value());
  }

  /** Answers the {@link #commands()} of the batch that is under way, and all {@link #orders()}. */
  public void answer(Answer... answers) {
    List<Answer> all = new ArrayList<>();
    orders().forEach(order -> all.add(new Answer.Finished(new Result.Done(null))));
    all.addAll(List.of(answers));
    answerBytes(new Answer.AnswerBatch(++index, true, all).encode());
  }

  /** Answers as {@link #answer}, without {@link #orders()}, and takes notifications along. */
  public void answer(List<Answer.CarriedNotification> notifications, Answer... answers) {
    answerBytes(new Answer.AnswerBatch(++index, true, List.of(answers), notifications).encode());
  }

  /** Answers each command of the batch that is under way in the same way. */
  public void answerAll(Answer answer) {
    Answer[] answers = new Answer[commands().size()];
    Arrays.fill(answers, answer);
    answer(answers);
  }

  public void answerBytes(byte[] bytes) {
    batches.remove(0).answer().complete(bytes);
  }

  public void failBatch(Throwable error) {
    batches.remove(0).answer().completeExceptionally(error);
  }

  /** Answers the read request that is under way; null where the log has to be asked. */
  public void answerRead(Result... results) {
    answerRead(new ReadAnswer.QueryResults(index, Arrays.asList(results)).encode());
  }

  /** Answers the read request that is under way, and takes notifications along. */
  public void answerReadWith(List<Notification> notifications, Result... results) {
    answerRead(new ReadAnswer.QueryResults(index, Arrays.asList(results), notifications).encode());
  }

  public void answerRead(byte[] bytes) {
    reads.remove(0).answer().complete(bytes);
  }

  public void failRead(Throwable error) {
    reads.remove(0).answer().completeExceptionally(error);
  }

  /** Returns the log index of the last answer. */
  public long index() {
    return index;
  }

  public void index(long next) {
    index = next;
  }

  public void connected() {
    connected.complete(this);
  }

  public void cannotConnect() {
    connected.completeExceptionally(new IllegalStateException("no leader"));
  }

  /** From now on each request fails at once. */
  public void breakDown() {
    broken = new IllegalStateException("Session not open");
  }

  public void state(PrimitiveState next) {
    change(next);
  }

  @Override
  protected long id() {
    return id;
  }

  public boolean isClosed() {
    return closed;
  }

  /** The group does not answer a request to close the session. */
  public void neverCloses() {
    closing = new CompletableFuture<>();
  }

  /** Something is done whenever the session is used. */
  public void onExecute(Runnable action) {
    onExecute = action;
  }

  @Override
  public CompletableFuture<byte[]> execute(PrimitiveOperation operation) {
    if (broken != null) {
      throw broken;
    }
    onExecute.run();
    Call call = new Call(operation.value(), new CompletableFuture<>());
    (operation.id().type() == OperationType.QUERY ? reads : batches).add(call);
    return call.answer();
  }

  @Override
  public CompletableFuture<SessionClient> connect() {
    return connected;
  }

  @Override
  public CompletableFuture<Void> close() {
    closed = true;
    return closing;
  }
}
