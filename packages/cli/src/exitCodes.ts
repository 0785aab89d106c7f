/** Exit codes, the same as those of the official command. */
export const exitCodes = {
  ok: 0,
  general: 1,
  usage: 2,
  configuration: 3,
  authentication: 4,
  notFound: 5,
  forbidden: 6,
  conflict: 7,
  invalid: 8,
  rateLimited: 9,
  server: 10,
  unavailable: 11,
  verification: 12,
  interrupted: 130,
  terminated: 143
} as const

/** Meanings for help. */
export const meanings: ReadonlyArray<readonly [code: number, meaning: string]> = [
  [exitCodes.ok, "done"],
  [exitCodes.general, "failed, or some rows of a batch did"],
  [exitCodes.usage, "the command line is wrong"],
  [exitCodes.configuration, "the configuration is wrong or missing"],
  [exitCodes.authentication, "the API key was refused"],
  [exitCodes.notFound, "not found, or gone"],
  [exitCodes.forbidden, "not allowed"],
  [exitCodes.conflict, "in conflict with what exists"],
  [exitCodes.invalid, "the input is wrong"],
  [exitCodes.rateLimited, "too many requests"],
  [exitCodes.server, "the server failed"],
  [exitCodes.unavailable, "the server could not be reached, or in time"],
  [exitCodes.verification, "a verification failed"],
  [exitCodes.interrupted, "interrupted (143 when terminated)"]
]
