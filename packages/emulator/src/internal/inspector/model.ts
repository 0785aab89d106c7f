/** State of a call as the inspector shows it. */
export type State = "running" | "done" | "repaired" | "refused" | "lost" | "doubled"

/** How many changes of one kind a request made, and the first of the things it changed. */
export interface Made {
  readonly kind: string
  readonly count: number
  readonly ids: ReadonlyArray<string>
}
