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
package io.atomix.mcast.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.group.GroupService;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Item;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.event.EventType;
import io.atomix.primitive.event.PrimitiveEvent;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.session.SessionClient;
import io.atomix.primitive.session.SessionId;
import io.atomix.utils.concurrent.ThreadContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A Raft session that a test answers by hand, from the oldest request to the newest. */
final class FakeSession implements SessionClient {
  private final long id;
  private final CompletableFuture<SessionClient> connected = new CompletableFuture<>();
  private final List<Call> batches = new ArrayList<>();
  private final List<Call> reads = new ArrayList<>();
  private final List<Consumer<PrimitiveState>> listeners = new ArrayList<>();
  private PrimitiveState state = PrimitiveState.CONNECTED;
  private RuntimeException broken;
  private long index;
  private boolean closed;
  private CompletableFuture<Void> closing = CompletableFuture.completedFuture(null);

  private record Call(byte[] value, CompletableFuture<byte[]> answer) {}

  FakeSession(long id) {
    this.id = id;
  }

  /** Returns how many batches are under way. */
  int batchesUnderWay() {
    return batches.size();
  }

  int readsUnderWay() {
    return reads.size();
  }

  /** Returns the batch that is under way; there is never more than one. */
  Batch batch() {
    assertThat(batches).as("batches under way").hasSize(1);
    return Batch.decode(batches.get(0).value());
  }

  /** Returns the commands of the batch that is under way, without {@link #orders()}. */
  List<Command> commands() {
    return batch().commands().stream()
        .filter(command -> !(command instanceof Command.Order))
        .toList();
  }

  /** Returns what the batch that is under way tells of messages that are stable. */
  List<Entry> orders() {
    return batch().commands().stream()
        .takeWhile(command -> command instanceof Command.Order)
        .map(command -> ((Command.Order) command).entry())
        .toList();
  }

  /** Returns the queries of the only read request that is under way. */
  ReadRequest.Queries queries() {
    return (ReadRequest.Queries) read();
  }

  ReadRequest read() {
    assertThat(reads).as("reads under way").hasSize(1);
    return ReadRequest.decode(reads.get(0).value());
  }

  /** Answers the {@link #commands()} of the batch that is under way, and all {@link #orders()}. */
  void answer(Answer... answers) {
    List<Answer> all = new ArrayList<>();
    orders().forEach(order -> all.add(new Answer.Finished(new Result.Done(null))));
    all.addAll(List.of(answers));
    answerBytes(new Answer.Batch(++index, true, all).encode());
  }

  /** Answers as {@link #answer}, without {@link #orders()}, and takes items along. */
  void answer(List<Answer.Carried> items, Answer... answers) {
    answerBytes(new Answer.Batch(++index, true, List.of(answers), items).encode());
  }

  /** Answers each command of the batch that is under way in the same way. */
  void answerAll(Answer answer) {
    Answer[] answers = new Answer[commands().size()];
    Arrays.fill(answers, answer);
    answer(answers);
  }

  void answerBytes(byte[] bytes) {
    batches.remove(0).answer().complete(bytes);
  }

  void failBatch(Throwable error) {
    batches.remove(0).answer().completeExceptionally(error);
  }

  /** Answers the read request that is under way; null where the log has to be asked. */
  void answerRead(Result... results) {
    answerRead(new ReadAnswer.Results(index, Arrays.asList(results)).encode());
  }

  /** Answers the read request that is under way, and takes items along. */
  void answerReadWith(List<Item> items, Result... results) {
    answerRead(new ReadAnswer.Results(index, Arrays.asList(results), items).encode());
  }

  void answerRead(byte[] bytes) {
    reads.remove(0).answer().complete(bytes);
  }

  void failRead(Throwable error) {
    reads.remove(0).answer().completeExceptionally(error);
  }

  /** Returns the log index of the last answer. */
  long index() {
    return index;
  }

  void index(long next) {
    index = next;
  }

  void connected() {
    connected.complete(this);
  }

  void cannotConnect() {
    connected.completeExceptionally(new IllegalStateException("no leader"));
  }

  /** From now on each request fails at once. */
  void breakDown() {
    broken = new IllegalStateException("Session not open");
  }

  void state(PrimitiveState next) {
    state = next;
    List.copyOf(listeners).forEach(listener -> listener.accept(next));
  }

  /** The session changes its state without telling anybody. */
  void silently(PrimitiveState next) {
    state = next;
  }

  boolean isClosed() {
    return closed;
  }

  /** The group does not answer a request to close the session. */
  void neverCloses() {
    closing = new CompletableFuture<>();
  }

  @Override
  public CompletableFuture<byte[]> execute(PrimitiveOperation operation) {
    if (broken != null) {
      throw broken;
    }
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

  @Override
  public CompletableFuture<Void> delete() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String name() {
    return GroupService.NAME;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public PrimitiveType type() {
    return GroupService.clientType();
  }

  @Override
  public PrimitiveState getState() {
    return state;
  }

  @Override
  public SessionId sessionId() {
    return SessionId.from(id);
  }

  @Override
  public PartitionId partitionId() {
    return PartitionId.from("data", 1);
  }

  @Override
  public ThreadContext context() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void addEventListener(EventType eventType, Consumer<PrimitiveEvent> listener) {}

  @Override
  public void removeEventListener(EventType eventType, Consumer<PrimitiveEvent> listener) {}

  @Override
  public void addStateChangeListener(Consumer<PrimitiveState> listener) {
    listeners.add(listener);
  }

  @Override
  public void removeStateChangeListener(Consumer<PrimitiveState> listener) {
    listeners.remove(listener);
  }
}
