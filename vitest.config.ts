import { defineConfig } from "vitest/config"
import projects from "./vitest.workspace.ts"

/** `scripts/test.mjs` starts one of these for each project. */
export default defineConfig({ test: { projects } })
