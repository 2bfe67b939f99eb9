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

import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.primitive.TransactionScript.ScriptStep;
import java.io.File;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines and JSON say the same, and what is neither is told with the line. */
class TransactionScriptTest {
  private static final TransactionScript TRANSFER =
      new TransactionScript(
          List.of(new ScriptStep(">=", "alice", "100"), new ScriptStep("absent", "lock", null)),
          List.of(
              new ScriptStep("add", "alice", "-100"),
              new ScriptStep("put", "note", "two \"words\"")),
          List.of(new ScriptStep("get", "alice", null), new ScriptStep("remove", "note", null)));

  @Test
  void linesAreRead() {
    assertThat(
            TransactionScript.parse(
                """
                # a transfer
                if alice >= 100
                if lock absent

                then add alice -100
                then put note "two \\"words\\""
                else get alice
                else remove note
                """))
        .isEqualTo(TRANSFER);
  }

  @Test
  void jsonIsRead() {
    assertThat(
            TransactionScript.parse(
                """
                {
                  "if": [{"key": "alice", "atLeast": 100}, {"absent": true, "key": "lock"}],
                  "then": [
                    {"add": "alice", "value": -100},
                    {"put": "note", "value": "two \\"words\\""}
                  ],
                  "else": [{"get": "alice"}, {"remove": "note"}]
                }
                """))
        .isEqualTo(TRANSFER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          if a = 1 | The transaction does nothing: add lines that begin with 'then'
          when a = 1 | Cannot understand 'when a = 1': a line begins with if, then or else
          if a > 1 | Cannot understand 'if a > 1': a condition is 'if KEY = VALUE'
          if a absent 1 | Cannot understand 'if a absent 1': a condition is
          then put a | Cannot understand 'then put a': an operation is put KEY VALUE
          then get a b | Cannot understand 'then get a b': an operation is
          {"then": [} | The transaction is not JSON, line 1
          {"if": [{"key": "a"} | line 1: Unexpected end-of-input: expected close marker for Array$
          {"when": []} | Cannot understand 'when': the object has if, then and else
          {"then": {"get": "a"}} | Cannot understand 'then': it is a list
          {"then": [{"put": "a"}]} | Cannot understand '{"put":"a"}': an operation is
          {"if": [{"key": "a"}], "then": []} | Cannot understand '{"key":"a"}': a condition is
          """)
  void whatIsWrongIsTold(String text, String message) {
    assertThatThrownBy(() -> TransactionScript.parse(text))
        .isInstanceOf(CommandException.class)
        .extracting(error -> error.getMessage() + "$")
        .asString()
        .contains(message);
  }

  @Test
  void linesAndAFileAreTooMany() {
    assertThatThrownBy(() -> TransactionScript.of(List.of("then get a"), new File("b")))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("leave out one of them");
    assertThatThrownBy(() -> TransactionScript.of(null, new File("no-such-file")))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("Cannot read the transaction from no-such-file");
  }
}
