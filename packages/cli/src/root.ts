import type { Group } from "./argv/command.js"
import { batch } from "./commands/batch.js"
import { completion } from "./commands/completion.js"
import { create } from "./commands/create.js"
import { remove } from "./commands/delete.js"
import { domains } from "./commands/domains.js"
import { emulator } from "./commands/emulator.js"
import { extend } from "./commands/extend.js"
import { get } from "./commands/get.js"
import { jobs } from "./commands/jobs.js"
import { keys } from "./commands/keys.js"
import { list } from "./commands/list.js"
import { mint } from "./commands/mint.js"
import { quota } from "./commands/quota.js"
import { resolve } from "./commands/resolve.js"
import { resources } from "./commands/resources.js"
import { update } from "./commands/update.js"
import { usage } from "./commands/usage.js"
import { webhooks } from "./commands/webhooks.js"

export const root: Group = {
  name: "qurl",
  summary: "Create time-limited access links, one by one or from spreadsheets, each exactly once.",
  children: [
    create,
    batch,
    jobs,
    get,
    list,
    update,
    extend,
    mint,
    resolve,
    remove,
    resources,
    keys,
    webhooks,
    domains,
    usage,
    quota,
    emulator,
    completion(() => root.children)
  ]
}
