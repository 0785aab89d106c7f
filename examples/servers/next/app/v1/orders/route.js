import { idempotency } from "../../../lib/idempotency"

export const POST = async (request) =>
  (await idempotency()).handle(request, async (request, { transaction }) => {
    const { item } = await request.json()
    const { rows } = await transaction.query("INSERT INTO orders (item) VALUES ($1) RETURNING id, item", [item])
    return Response.json(rows[0], { status: 201 })
  })
