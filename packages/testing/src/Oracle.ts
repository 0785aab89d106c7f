/**
 * The judgement behind `ExactlyOnce`, for test systems that collect calls and effects by themselves, such as those
 * whose clients are separate processes.
 *
 * @since 0.1.0
 */
import type { Inventory } from "@qurl/emulator"
import { describe as describeVerdict } from "./internal/describe.js"
import { judge as judgeLedger } from "./internal/judge.js"
import * as Ledgers from "./internal/ledger.js"
import type { Verdict } from "./Verdict.js"

/**
 * Calls and their results, and the header values that trace requests to them.
 *
 * @since 0.1.0
 * @category models
 */
export type Ledger = Ledgers.Ledger

/**
 * A call in a ledger.
 *
 * @since 0.1.0
 * @category models
 */
export type Call = Ledgers.Call

/**
 * An effect that must exist because it was reported to the caller.
 *
 * @since 0.1.0
 * @category models
 */
export type Claim = Ledgers.Claim

/**
 * Makes an empty ledger. The nonce distinguishes its header values from those of other ledgers on the same server.
 *
 * @since 0.1.0
 * @category constructors
 */
export const makeLedger = (nonce: string): Ledger => Ledgers.make(nonce)

/**
 * Compares the effects on the server with the reports to a ledger's callers.
 *
 * @since 0.1.0
 * @category combinators
 */
export const judge = (ledger: Ledger, effects: ReadonlyArray<Inventory.Effect>): Verdict => judgeLedger(ledger, effects)

/**
 * Describes a verdict for people: each violation, with what to do about it.
 *
 * @since 0.1.0
 * @category combinators
 */
export const describe = (verdict: Verdict): string => describeVerdict(verdict)
