import { write } from "../Endpoint.js"

/** The operations of the API on the wire. */
export const endpoints = {
  createAgentClass: write("createAgentClass", "/api/v1/agent-classes"),
  createAgentDefinition: write("createAgentDefinition", "/api/v1/agent-definitions"),
  createModelProvider: write("createModelProvider", "/api/v1/model-providers"),
  createSystemPrompt: write("createSystemPrompt", "/api/v1/system-prompts"),
  createDeployment: write("createDeployment", "/api/v1/deployments"),
  createGraspAnalysis: write("createGraspAnalysis", "/api/v1/grasp-analyses"),
  spawnAgent: write("spawnAgent", "/api/v1/agents/spawn"),
  createPlan: write("createPlan", "/api/v1/deployments/:deployment_id/plans"),
  appendTasks: write("appendTasks", "/api/v1/plans/:plan_id/tasks")
}
