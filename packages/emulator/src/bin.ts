#!/usr/bin/env node
import { start } from "./Start.js"

const abort = new AbortController()
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => abort.abort())

process.exitCode = await start(process.argv.slice(2), abort.signal)
