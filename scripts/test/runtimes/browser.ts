import { existsSync } from "node:fs"

/** Path of the machine's browser; `CHROMIUM` names another one. */
export const chromium = (): string | undefined =>
  [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
    .find((path): path is string => path !== undefined && existsSync(path))

/** Flags that restrict the browser to the page's server. */
export const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync"
]
