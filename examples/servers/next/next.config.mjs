const cors = [
  { key: "access-control-allow-origin", value: "*" },
  { key: "access-control-allow-headers", value: "authorization, content-type, idempotency-key" }
]

export default {
  serverExternalPackages: ["@qurl/idempotency-server", "pg"],
  headers: async () => [{ source: "/v1/:path*", headers: cors }]
}
