/** The module of undici's `Agent`, which its package does not declare. */
declare module "undici/lib/dispatcher/agent.js" {
  import { Agent } from "undici"
  export default Agent
}
