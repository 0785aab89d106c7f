import { QurlClient } from "@qurl/promise"
import { input } from "../workload.js"

await QurlClient.fromEnvironment().create(input)
