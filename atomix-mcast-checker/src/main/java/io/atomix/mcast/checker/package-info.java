/**
 * Decides whether a recorded history is strictly serializable. Knows nothing of how the objects are
 * made.
 *
 * <p>{@link io.atomix.mcast.checker.Event Events} say what each client asked, when, and what it was
 * told; {@link io.atomix.mcast.checker.StrictSerializability} gives a {@link
 * io.atomix.mcast.checker.Verdict}. The check has three steps, each on parts of the history that
 * have no key in common:
 *
 * <ol>
 *   <li><b>Inference</b> (the way of Elle): who read whose value, in what order versions were
 *       written, what a count must include; from that, from real time, and from the {@link
 *       io.atomix.mcast.checker.VersionClaims versions that were told}, what must come before what.
 *       A cycle is a violation, and is the explanation.
 *   <li><b>Search</b> (the way of Wing and Gong, and Lowe): an order that obeys what was inferred
 *       and gives the recorded results, found by trying; or none, after trying all that are not
 *       equivalent. Then the history is made as small as can be for the explanation.
 *   <li><b>Replay</b>: an order that was found is carried out on {@link
 *       io.atomix.mcast.checker.Model}.
 * </ol>
 *
 * <p>What makes a history easy: values that are written once per key, or operations that return the
 * previous value, or few operations at once. What makes it hard, up to giving up: many operations
 * of unknown outcome that write the same value, remove or clear, or add the same amount; sizes and
 * conditions that did not hold, as these tell little. Inference does not look at sizes, values
 * asked for in the whole map, conditions other than equality, and counters that are also cleared;
 * the search does.
 */
package io.atomix.mcast.checker;
