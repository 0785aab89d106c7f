/** JSON that was received. What a test reads of it is checked by the test's assertions, and by no type. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any
