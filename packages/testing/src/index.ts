/** Many runs in trouble, and a verdict on each. */
export * as FaultRuns from "./FaultRuns.js"
/** The oracle, as a layer around the services under test. */
export { ExactlyOnce, ExactlyOnceViolation } from "./ExactlyOnce.js"
/** Fault plans out of a seed. */
export * as Faults from "./Faults.js"
/** A layer with all that a first test needs. */
export * as QurlTest from "./QurlTest.js"
/** Findings of the oracle. */
export type { Execution, ReportedCall, Verdict, Violation } from "./Verdict.js"
