/**
 * Errors of keys, and defects of the code that a call uses.
 *
 * @since 0.1.0
 */
import * as Core from "@qurl/idempotency"
import { plainErrorOf } from "../internal/errors.js"

/**
 * A key was refused before anything was sent. Generators fail with it.
 *
 * - `invalid`: the server would not accept it.
 * - `reused`: this client has sent it with another body, and the server would answer with that body's result.
 * - `expired`: the server may have forgotten it, so that using it again could repeat the work.
 * - `generator`: the key generator failed, or returned something that is not a key.
 *
 * Next: do as `problem` says: another key, or the input that the key was first sent with, or another generator.
 *
 * @since 0.1.0
 * @category errors
 */
export class KeyError extends plainErrorOf<Pick<Core.KeyError, "reason" | "operation" | "problem">>()(
  "KeyError",
  Core.KeyError
) {}

/**
 * A defect during a call: a bug in the client, a hook or a service that the call uses. It is what the call dies with, and
 * `cause` holds the defect itself.
 *
 * Next: fix the bug. When `end.outcome` is not `not sent`, call again with `end.idempotencyKey` and the same input to find
 * out what was done.
 *
 * @since 0.1.0
 * @category errors
 */
export class CallDefect extends plainErrorOf<Pick<Core.CallDefect, "end" | "cause">>()("CallDefect", Core.CallDefect) {}
