// For browsers, which get one file that holds everything.
import { smoke } from "./smoke.mjs"

globalThis.smoke = smoke
