import { FetchHttpClient } from "@effect/platform"
import { Context, Effect, Layer } from "effect"
import { Atlas, type AtlasOptions, type AtlasService } from "../../src/Atlas.js"
import * as AtlasServer from "../../src/servers/Atlas.js"

export const serve = (options: AtlasServer.Options = {}) => AtlasServer.make(options)

/** A client of its own: nothing is shared with another one, as in another process. */
export const connect = (apiUrl: string) =>
  Layer.build(Atlas.layer({ apiUrl })).pipe(
    Effect.provide(FetchHttpClient.layer),
    Effect.map((context) => Context.get(context, Atlas))
  )

/** The nine create operations, and the two of the resource managers. */
export const writes = (atlas: AtlasService) => {
  const thing = { name: "x" }
  const deployment = { agent_definition_id: "def-1", name: "web" }
  const plan = { deployment_id: "dep-1", goal: "Process data" }
  return {
    createAgentClass: (options?: AtlasOptions) => atlas.createAgentClass(thing, options),
    createAgentDefinition: (options?: AtlasOptions) => atlas.createAgentDefinition(thing, options),
    createModelProvider: (options?: AtlasOptions) => atlas.createModelProvider(thing, options),
    createSystemPrompt: (options?: AtlasOptions) => atlas.createSystemPrompt(thing, options),
    createDeployment: (options?: AtlasOptions) => atlas.createDeployment(deployment, options),
    createGraspAnalysis: (options?: AtlasOptions) => atlas.createGraspAnalysis(thing, options),
    spawnAgent: (options?: AtlasOptions) => atlas.spawnAgent(thing, options),
    createPlan: (options?: AtlasOptions) => atlas.createPlan(plan, options),
    appendTasks: (options?: AtlasOptions) => atlas.appendTasks("plan-1", [thing], options),
    "deployments.create": (options?: AtlasOptions) => atlas.deployments.create(deployment, options),
    "plans.create": (options?: AtlasOptions) => atlas.plans.create(plan, options)
  }
}

/** Paths of the writes, in the same order. */
export const paths = [
  "/api/v1/agent-classes",
  "/api/v1/agent-definitions",
  "/api/v1/model-providers",
  "/api/v1/system-prompts",
  "/api/v1/deployments",
  "/api/v1/grasp-analyses",
  "/api/v1/agents/spawn",
  "/api/v1/deployments/dep-1/plans",
  "/api/v1/plans/plan-1/tasks",
  "/api/v1/deployments",
  "/api/v1/deployments/dep-1/plans"
]
