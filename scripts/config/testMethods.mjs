// Runs before each test file. `layer` of @effect/vitest replaces methods of `it`, which the files of one process share, so
// that the tests of later files would run on the layer of an earlier one. This puts the original methods back.
import { it } from "@effect/vitest"

const { effect, layer, scoped } = it
const originals = globalThis[Symbol.for("qurl/tests/it")] ??= { effect, layer, scoped }
Object.assign(it, originals)
