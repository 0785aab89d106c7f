import { existsSync } from "node:fs"

/** Where the browser of the machine may be; `CHROMIUM` names another place. */
export const chromium = (): string | undefined =>
  [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
    .find((path): path is string => path !== undefined && existsSync(path))

/** With these it talks to the page's server and to nobody else. */
export const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync"
]
