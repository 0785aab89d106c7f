export * as Chaos from "./Chaos.js"
export { ExactlyOnce, ExactlyOnceViolation } from "./ExactlyOnce.js"
export * as Faults from "./Faults.js"
export type { Execution, Told, Verdict, Violation } from "./Verdict.js"
