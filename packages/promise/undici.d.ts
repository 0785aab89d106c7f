/** Modules of undici that its package does not declare. */
declare module "undici/lib/dispatcher/agent.js" {
  import { Agent } from "undici"
  export default Agent
}

declare module "undici/lib/global.js" {
  export { getGlobalDispatcher } from "undici"
}
