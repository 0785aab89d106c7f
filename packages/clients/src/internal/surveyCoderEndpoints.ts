import { natural, write } from "../Endpoint.js"

const { rules, ...deletes } = natural("delete", "DELETE", "/v1/:resource/:id")

/** The answer to a delete is not documented. Any status but these two is rejected. */
const deletion = { ...deletes, rules: { ...rules, answers: [200, 204] } }

/** The operations of the API on the wire. */
export const endpoints = {
  code: write("code", "/v1/code"),
  createCodebook: write("createCodebook", "/v1/codebooks"),
  updateCodebook: write("updateCodebook", "/v1/codebooks/:id", "PATCH"),
  addCodes: write("addCodes", "/v1/codebooks/:id/codes"),
  createProject: write("createProject", "/v1/projects"),
  createQuestion: write("createQuestion", "/v1/questions"),
  createWebhook: write("createWebhook", "/v1/webhooks"),
  get: natural("get", "GET", "/v1/:resource/:id"),
  delete: deletion
}
