/** Variables that name a proxy; `NO_PROXY` names exceptions. */
const variables = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"] as const

/** Variable that names the proxy to use. */
export const proxyVariable = (): typeof variables[number] | undefined =>
  variables.find((name) => process.env[name] !== undefined && process.env[name] !== "")
