import { natural, write } from "../Endpoint.js"

/** The operations of the API on the wire. */
export const endpoints = {
  code: write("code", "/v1/code"),
  createCodebook: write("createCodebook", "/v1/codebooks"),
  createProject: write("createProject", "/v1/projects"),
  createQuestion: write("createQuestion", "/v1/questions"),
  createWebhook: write("createWebhook", "/v1/webhooks"),
  get: natural("get", "GET", "/v1/:resource/:id"),
  delete: natural("delete", "DELETE", "/v1/:resource/:id")
}
