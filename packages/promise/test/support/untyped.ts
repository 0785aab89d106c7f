/** Passes a value as a program without types does: the tests that use it check what happens at run time. */
export const untyped = <T>(value: unknown): T => value as T
