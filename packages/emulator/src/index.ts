/**
 * A qURL API to run locally and to break on purpose.
 *
 * @since 0.1.0
 */

/** A running emulator, on a socket or without one. */
export { Emulator } from "./Emulator.js"
/** Control and inspection of a running emulator. */
export type { Control } from "./Control.js"
/** Faults, and the requests they apply to. */
export * as Fault from "./Fault.js"
export * as FaultPlan from "./FaultPlan.js"
/** Everything that exists in an emulator, and its request log. */
export * as Guesses from "./Guesses.js"
export * as Inventory from "./Inventory.js"
/** DNS, the payment provider and installed integrations. */
export * as Environment from "./Environment.js"
/** Credentials that an emulator accepts. */
export * as TestKey from "./TestKey.js"
