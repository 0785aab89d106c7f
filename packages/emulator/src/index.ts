/**
 * A qURL API to run locally and to break on purpose.
 *
 * @since 0.1.0
 */

/** A running emulator, on a socket or without one. */
export { Emulator } from "./Emulator.js"
/** What can go wrong, and which request meets it. */
export * as Fault from "./Fault.js"
export * as FaultPlan from "./FaultPlan.js"
/** What an emulator tells of itself. */
export * as Inventory from "./Inventory.js"
/** What stands around the API: DNS, and the payment provider. */
export * as Surroundings from "./Surroundings.js"
/** The credentials it knows. */
export * as TestKey from "./TestKey.js"
