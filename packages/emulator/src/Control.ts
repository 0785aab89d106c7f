/**
 * The controls of a running emulator.
 *
 * @since 0.1.0
 */
import type * as Effect from "effect/Effect"
import type * as Environment from "./Environment.js"
import type * as FaultPlan from "./FaultPlan.js"
import type { Inventory, RequestEntry } from "./Inventory.js"

/**
 * Control and inspection of a running emulator. The same operations are served over HTTP below `/_emulator/`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Control {
  /** Everything that exists and who caused it. */
  readonly inventory: Effect.Effect<Inventory>
  /** The latest 10 000 requests, in the order of their arrival. */
  readonly requests: Effect.Effect<ReadonlyArray<RequestEntry>>
  readonly faults: Effect.Effect<FaultPlan.FaultPlan>
  /** Replaces the plan; all counts begin again. */
  readonly setFaults: (plan: FaultPlan.FaultPlan) => Effect.Effect<void>
  readonly clearFaults: Effect.Effect<void>
  /** Records in DNS, the only thing that verifies domains. */
  readonly dns: Effect.Effect<ReadonlyArray<Environment.DnsEntry>>
  /** Replaces all records of DNS. */
  readonly setDns: (records: ReadonlyArray<Environment.DnsEntry>) => Effect.Effect<void>
  /** Lets the payment provider issue an invoice. */
  readonly issueInvoice: (invoice: Environment.NewInvoice) => Effect.Effect<void>
  /** Installs an integration, as a customer would. */
  readonly install: (installation: Environment.NewInstallation) => Effect.Effect<void>
  /** Lets a person ask for access to a private resource. The code is for the person, who reads it to the owner. */
  readonly requestAccess: (
    request: Environment.NewAccessRequest
  ) => Effect.Effect<{ readonly code: string; readonly device_id: string }>
  /** Forgets everything that exists, kept answers and the log included. The fault plan stays. */
  readonly reset: Effect.Effect<void>
}
